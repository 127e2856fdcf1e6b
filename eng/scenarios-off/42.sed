# A notification waits for the table.
# in src/Tern/Features/Mailboxes/Push/ReceiveNotifications.cs
s/Stream body, Notifications notifications, TimeProvider time, CancellationToken cancellationToken\) =>/Stream body, Notifications notifications, ClientStates states, TimeProvider time, CancellationToken cancellationToken) =>/
s/ReceiveAsync\(validationToken, body, notifications, time, cancellationToken\)\)/ReceiveAsync(validationToken, body, notifications, states, time, cancellationToken))/
s/string\? validationToken, Stream body, Notifications notifications, TimeProvider time, CancellationToken cancellationToken\)$/string? validationToken, Stream body, Notifications notifications, ClientStates states, TimeProvider time, CancellationToken cancellationToken)/
s/foreach \(var notification in Read/await states.LoadAsync(cancellationToken); foreach (var notification in Read/
