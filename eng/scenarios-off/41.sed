# Whoever names the mailbox is heard, whatever the secret.
# in src/Tern/Features/Mailboxes/ClientStates.cs
s/ && CryptographicOperations\.FixedTimeEquals\(known, Encoding\.UTF8\.GetBytes\(clientState\)\)//
