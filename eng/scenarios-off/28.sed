# What left a folder is not noted.
# in src/Tern.MailEngine/Sync/MailFetching.cs
s/Left = isLast \? left : \[\]/Left = []/
s/Left = left, State/Left = [], State/
