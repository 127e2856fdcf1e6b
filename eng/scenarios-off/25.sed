# A page in place of an answer is an administrator's.
# in src/Tern.MailEngine/Errors/FaultCodes.cs
s/AnswerUnreadable or ProviderDown or /ProviderDown or /
