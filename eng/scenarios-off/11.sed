# What an administrator must mend is not looked at again.
# in src/Tern.MailEngine/Tokens/TokenRefresh.cs
s/FaultClass\.AdministratorMustAct => now \+ .*/FaultClass.AdministratorMustAct => DateTimeOffset.MaxValue,/
