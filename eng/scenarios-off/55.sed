# Too large counts as trouble that passes.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphErrors.cs
s/\(413, _\) or \(_, "ErrorMessageSizeExceeded"\) => FaultCodes\.MessageTooLarge/(413, _) or (_, "ErrorMessageSizeExceeded") => FaultCodes.ProviderDown/
