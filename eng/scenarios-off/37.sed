# A conflict right after delivery is not tried again.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphFiling.cs
s/private const int Tries = 5;/private const int Tries = 1;/
