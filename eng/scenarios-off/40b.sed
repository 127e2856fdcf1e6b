# A creation that failed is tried again at the same gap for ever.
# in src/Tern.MailEngine/Push/SubscriptionKeeper.cs
s/Math\.Pow\(2, Math\.Clamp\(failures - 1, 0, 10\)\)/1/
