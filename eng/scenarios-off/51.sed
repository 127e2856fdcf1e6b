# What comes back is taken for ordinary mail.
# in src/Tern.Mail/Reading/AutomaticMail.cs
s/: AutomaticKind\.Bounce,/: AutomaticKind.None,/
s/return AutomaticKind\.Bounce;/return AutomaticKind.None;/
