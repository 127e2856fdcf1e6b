# An empty page counts as the end of the feed.
# in src/Tern.MailEngine/Sync/SyncCycle.cs
s/if \(page\.IsLast\)/if (page.IsLast || page.Changes.Count == 0)/
