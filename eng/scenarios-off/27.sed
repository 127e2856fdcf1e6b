# Rows that repeat themselves are all taken.
# in src/Tern.MailEngine/Sync/MailFetching.cs
s/\.Where\(c => !c\.IsRemoved\)\.GroupBy\(.*\)\.ToList\(\);/.Where(c => !c.IsRemoved).ToList();/
