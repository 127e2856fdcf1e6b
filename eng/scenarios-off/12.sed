# Only the first credential is tried.
# in src/Tern.MailEngine/Tokens/TokenRefresh.cs
s/when \(FaultCodes\.IsAboutTheCredential\(refusal\.Fault\.Code\)\)/when (false)/
