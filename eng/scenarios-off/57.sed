# What Microsoft says of waiting is not read.
# in src/Tern.MailEngine.Microsoft365/TransportErrors.cs
s/return wait is \{ \} w \?/return wait is { Ticks: < 0 } w ?/
