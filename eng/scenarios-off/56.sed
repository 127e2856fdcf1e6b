# A refused recipient counts as trouble that passes.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/\(_, "ErrorInvalidRecipients"\) => FaultCodes\.RecipientRefused/(_, "ErrorInvalidRecipients") => FaultCodes.ProviderDown/
