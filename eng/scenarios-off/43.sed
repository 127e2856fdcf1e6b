# A subscription that has ended counts as alive.
# in src/Tern.MailEngine/Push/ISubscriptionStore.cs
s/Id is not null && ExpiresAt > now/Id is not null/
# in src/Tern.MailEngine.Microsoft365/Graph/GraphSubscriptions.cs
s/MailboxAuthenticationException \{ Fault\.Code: FaultCodes\.MailboxUnknown \} => true/MailboxAuthenticationException { Fault.Code: FaultCodes.MailboxUnknown } => false/
