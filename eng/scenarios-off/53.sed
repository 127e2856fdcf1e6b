# An upload address that has ended is a refusal.
# in src/Tern.MailEngine.Microsoft365/Graph/AttachmentUpload.cs
s/when \(over is ItemNotFoundException \|\| over\.Fault\.Code is FaultCodes\.TokenRefused or FaultCodes\.MessageRejected\)/when (over.Fault.Code == "never")/
