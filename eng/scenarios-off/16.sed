# A token that lives is not used while its refresh fails.
# in src/Tern.MailEngine/Tokens/GrantTokens.cs
/private AccessToken\? Live/,/^    \}/ s/return living;/return null;/
