# A person is called at the first refusal.
# in src/Tern.MailEngine/Tokens/TokenRefresh.cs
s/when \(confirm && stored\.RefreshToken is not null/when (false \&\& stored.RefreshToken is not null/
