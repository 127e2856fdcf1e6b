# A network that is away is an administrator's.
# in src/Tern.MailEngine/Errors/FaultCodes.cs
s/_ when IsAboutTheNetwork\(code\) => FaultClass\.Transient,/_ when IsAboutTheNetwork(code) => FaultClass.AdministratorMustAct,/
