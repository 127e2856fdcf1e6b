# Nothing is read where the chosen folder is gone.
# in src/Tern.MailEngine/Sync/SyncCycle.cs
s/if \(missing\.Count > 0 &&/if (missing.Count > 1_000 \&\&/
