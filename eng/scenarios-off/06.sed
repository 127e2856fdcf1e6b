# Whoever stores last wins, whatever it is based on.
# in src/Tern/Features/Mailboxes/Engine/TokenStore.cs
s/ && g\.Number == update\.BasedOnVersion//
