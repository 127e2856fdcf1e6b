# A copy that is not there at the first look is given up, or asked for once more.
# in src/Tern.MailEngine/Outbox/OutboxSender.cs
s/LooksBeforeResend = 2;/LooksBeforeResend = 0;/
s/LooksBeforeUncertain = 8;/LooksBeforeUncertain = 0;/
