# Nobody is warned before a secret has ended.
# in src/Tern.MailEngine/Credentials/ExpiryWarning.cs
s/Days = \[60, 30, 14, 7, 3, 1, 0\];/Days = [0];/
