# Nobody looks whether a subscription is still there.
# in src/Tern.MailEngine/Push/SubscriptionKeeper.cs
s/: await subscriptions\.FindAsync\(kept\.Id!, cancellationToken\);/: new Subscription(kept.Id!, kept.Address, kept.ExpiresAt!.Value);/
