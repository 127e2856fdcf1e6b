# The newest mails are not counted.
# in src/Tern.MailEngine/Sync/Census.cs
s/if \(IsDue\(state\.CensusAt\.Value/if (now == default \&\& IsDue(state.CensusAt.Value/
