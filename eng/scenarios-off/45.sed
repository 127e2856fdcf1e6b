# What is told of the subscription itself is taken for a change.
# in src/Tern/Features/Mailboxes/Notifications.cs
s/notification\.Lifecycle is \{ \} what/notification.Lifecycle is { } what \&\& what == LifecycleEvent.Missed/
