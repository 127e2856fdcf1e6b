# Nothing is read where the chosen folder is gone.
# in src/Tern.MailEngine/Sync/SyncCycle.cs
s/if \(!isAnyIncomingRead\)/if (!isAnyIncomingRead \&\& options.BatchSize == 0)/
