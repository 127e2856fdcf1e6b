# Errors of Microsoft's own are an administrator's.
# in src/Tern.MailEngine/Errors/FaultCodes.cs
s/AnswerUnreadable or ProviderDown or /AnswerUnreadable or /
