# A forgotten cursor is not read anew.
# in src/Tern.MailEngine/Sync/SyncCycle.cs
s/when \(state\.Cursor is not null\)/when (state.Cursor == "never")/
