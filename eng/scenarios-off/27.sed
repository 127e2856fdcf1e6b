# Rows that repeat themselves, and those of mails that are known, are all taken.
# in src/Tern.MailEngine/Sync/MailFetching.cs
s/\.Where\(c => !c\.IsRemoved\)\.GroupBy\(.*\)\.ToList\(\);/.Where(c => !c.IsRemoved).ToList();/
s/rows\.Where\(r => unknown\.Contains\(r\.ProviderId\)\)/rows/
# in src/Tern/Features/Mailboxes/Engine/MailDelivery.cs
s/batch\.Mails\.Where\(ledger\.IsOpen\)/batch.Mails/
