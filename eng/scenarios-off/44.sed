# The bound is not remembered.
# in src/Tern/Features/Mailboxes/Engine/SubscriptionStore.cs
s/row\.LongestMinutes = .*;/row.LongestMinutes = null;/
