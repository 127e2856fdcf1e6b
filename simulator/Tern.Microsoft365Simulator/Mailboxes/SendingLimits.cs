using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// How much may leave (exchange-online-limits, "Sending limits"). What is over a limit is accepted first and comes back as a
/// report; what comes too fast waits its turn.
/// </summary>
internal static class SendingLimits
{
    internal const string DailyLimit = "554 5.2.0 STOREDRV.Submission.Exception:SubmissionQuotaExceededException; Failed to process message due to a permanent exception";
    private static readonly TimeSpan Day = TimeSpan.FromHours(24);
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    /// <summary>What the server says to so many recipients, or null where they may be written to.</summary>
    internal static string? Refusal(World world, User sender, IReadOnlyCollection<string> recipients)
    {
        var (settings, external) = (world.Settings, recipients.Count(r => IsExternal(world, sender, r)));
        if (settings.RecipientsPerMessage > 0 && recipients.Count > settings.RecipientsPerMessage)
        {
            return "550 5.5.3 RESOLVER.ADR.RecipLimit; too many recipients";
        }

        if (IsOverDailyLimit(world, sender, recipients.Count))
        {
            return DailyLimit;
        }

        if (external == 0)
        {
            return null;
        }

        var tenant = world.State.Directory().FindTenant(sender.TenantId)!;
        if (IsOnmicrosoft(sender) && Exceeds(settings.OnmicrosoftRecipientsPerDay, SentOutside(world, tenant, IsOnmicrosoft) + external))
        {
            return "550 5.7.236 Your message can't be sent because the tenant has exceeded the external recipient limit of its onmicrosoft.com domain";
        }

        return Exceeds(ExternalLimit(world, tenant), SentOutside(world, tenant, _ => true) + external)
            ? tenant.IsTrial
                ? "550 5.7.232 Your message can't be sent because your trial tenant has exceeded its tenant external recipient rate limit"
                : "550 5.7.233 Your message can't be sent because your tenant has exceeded its tenant external recipient rate limit"
            : null;
    }

    internal static bool IsOverDailyLimit(World world, User sender, int recipients) => Exceeds(
        world.Settings.RecipientsPerDay,
        recipients + (world.State.Sendings.TryGetValue(sender.Id, out var record) ? record.Messages.Where(m => m.At > world.Now - Day).Sum(m => m.Recipients) : 0));

    /// <summary>Writes a message into the record.</summary>
    /// <returns>How long it waits, because as many as are allowed in a minute went before it.</returns>
    internal static TimeSpan Take(World world, User sender, IReadOnlyCollection<string> recipients)
    {
        if (!world.State.Sendings.TryGetValue(sender.Id, out var record))
        {
            world.State.Sendings.Add(sender.Id, record = new SendingRecord());
        }

        record.Messages.RemoveAll(m => m.At <= world.Now - Day);
        var wait = Wait(world, sender);
        record.Messages.Add(new SentMessage(world.Now + wait, recipients.Count, recipients.Count(r => IsExternal(world, sender, r))));
        return wait;
    }

    /// <summary>How long the next message waits, because as many as are allowed in a minute went before it.</summary>
    internal static TimeSpan Wait(World world, User sender)
    {
        var limit = world.Settings.MessagesPerMinute;
        return limit > 0 && world.State.Sendings.TryGetValue(sender.Id, out var record) && record.Messages.Count >= limit
            && record.Messages[^limit].At + Minute - world.Now is var wait && wait > TimeSpan.Zero
                ? wait
                : TimeSpan.Zero;
    }

    // 500 × licences^0.7 + 9500 a day; 5,000 for trial tenants (TERRL, Exchange team 2025).
    private static int ExternalLimit(World world, Tenant tenant)
    {
        if (world.Settings.ExternalRecipientsPerDay is { } set)
        {
            return set;
        }

        var licences = world.State.Users.Count(u => u.TenantId == tenant.Id && u is { IsLicensed: true, IsShared: false });
        return tenant.IsTrial ? 5_000 : (int)((500 * Math.Pow(licences, 0.7)) + 9_500);
    }

    private static int SentOutside(World world, Tenant tenant, Func<User, bool> counts) => world.State.Users
        .Where(u => u.TenantId == tenant.Id && counts(u))
        .Sum(u => world.State.Sendings.TryGetValue(u.Id, out var record) ? record.Messages.Where(m => m.At > world.Now - Day).Sum(m => m.External) : 0);

    private static bool IsExternal(World world, User sender, string address) =>
        world.State.Directory().FindTenant(DomainOf(address))?.Id != sender.TenantId;

    private static bool IsOnmicrosoft(User user) => user.Mail.EndsWith(".onmicrosoft.com", StringComparison.OrdinalIgnoreCase);

    private static string DomainOf(string address) => address[(address.LastIndexOf('@') + 1)..];

    private static bool Exceeds(int limit, int wanted) => limit > 0 && wanted > limit;
}
