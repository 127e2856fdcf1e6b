using Tern.MailEngine.Errors;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.SimulatedYear.Diaries;

/// <summary>The year that is promised to end well. Day 1 is a Friday, the first of January 2027.</summary>
internal static class PlainYear
{
    /// <summary>From this day on the tokens of support live for a day too, and no outage of two hours stops it any more.</summary>
    private const int LongTokensForSupport = 200;

    /// <summary>A token that was issued without the consent still has to be replaced; it lives up to 90 minutes.</summary>
    private static readonly TimeSpan TokensWithoutRoles = TimeSpan.FromMinutes(120);

    /// <param name="seed">Decides at which hour of its day the token endpoint goes down each week.</param>
    internal static Diary Write(int seed)
    {
        var diary = new Diary();
        Connect(diary, secretGoodForDays: 180);
        TokenEndpointIsDownEveryWeek(diary, new Random(seed));
        NodesComeAndGo(diary);
        PowerFails(diary);
        RoughDays.Write(diary, 12, 47, 100, 172, 240, 265, 330);

        diary.On(17, "Entra takes the engine's requests for a loop.", office => office.AtTokenEndpoint(new Fault { Aadsts = 50196 }, TimeSpan.FromHours(3)))
            .For(TimeSpan.FromHours(3))
            .Stops(Who.Support, FaultCodes.Throttled, "AADSTS50196", FaultClass.Throttled);

        diary.On(25, "The token endpoint asks for fewer requests, with Retry-After.", office => office.AtTokenEndpoint(new Fault { Status = 429, Headers = { ["Retry-After"] = "600" } }, TimeSpan.FromHours(2)))
            .For(TimeSpan.FromHours(2))
            .Stops(Who.Support, FaultCodes.Throttled, null, FaultClass.Throttled);

        diary.On(40, "The tenant's administrator drops the consent that support lives by.", office => office.Simulator.Apps.WithdrawConsent(office.Support.App))
            .UntilDay(41, "restores it.", office => office.Simulator.Apps.GrantAdminConsent(office.Support.App))
            .Heals(TokensWithoutRoles)
            .Stops(Who.Support, FaultCodes.AccessDenied, "ErrorAccessDenied", FaultClass.AdministratorMustAct);

        diary.On(61, "The consent that sales lives by is dropped.", office => office.Simulator.Apps.WithdrawConsent(office.Sales.App))
            .UntilDay(63, "the administrator restores it.", office => office.Simulator.Apps.GrantAdminConsent(office.Sales.App))
            .Stops(Who.Sales, FaultCodes.ConsentMissing, "AADSTS65001", FaultClass.AdministratorMustAct);

        diary.On(71, "Nobody reaches Microsoft: the line is cut.", office => office.Simulator.Settings.NetworkDown = HttpRequestError.ConnectionError)
            .For(TimeSpan.FromHours(3), office => office.Simulator.Settings.NetworkDown = null)
            .Stops(Who.Both, FaultCodes.NetworkDown, null, FaultClass.Transient);

        diary.On(76, "Microsoft moves the mailbox of sales to another data centre.", office => office.Simulator.Mailboxes.Relocate(office.Simulator.Mailboxes.Of(office.Sales.User)));

        diary.On(82, "The person behind sales changes the password: the sign-in of a confidential client lives on.", office =>
            office.Simulator.Users.ChangePassword(office.Sales.User, Microsoft365Simulator.Entra.PasswordChange.ByUser));

        diary.On(90, "The account of sales is disabled.", office => office.Simulator.Users.SetEnabled(office.Sales.User, isEnabled: false))
            .UntilDay(92, "it is enabled again.", office => office.Simulator.Users.SetEnabled(office.Sales.User, isEnabled: true))
            .Stops(Who.Sales, FaultCodes.AccountDisabled, "AADSTS50057", FaultClass.AdministratorMustAct);

        diary.On(110, "Somebody sets the clock of the engine's machine ten minutes ahead.", office => office.Machine.ClockAhead = TimeSpan.FromMinutes(10))
            .UntilDay(111, "it is set right.", office => office.Machine.ClockAhead = TimeSpan.Zero);

        diary.On(138, "The clock of the engine's machine falls ten minutes behind.", office => office.Machine.ClockAhead = -TimeSpan.FromMinutes(10))
            .UntilDay(139, "it is set right.", office => office.Machine.ClockAhead = TimeSpan.Zero);

        diary.On(150, "From now on refreshes are answered without a refresh token, for longer than one lives unused.", office => office.Simulator.Settings.OmitRefreshToken = true)
            .UntilDay(250, "they bring one again.", office => office.Simulator.Settings.OmitRefreshToken = false);

        diary.On(180, "The administrator has been warned six times, and makes a new secret on the last evening of the old one.", office => office.Credentials.NewSecret(goodForDays: 180), hour: 18);

        diary.On(LongTokensForSupport, "The tenant buys the licence by which applications are evaluated continuously: their tokens live for a day as well.", office => office.Tenant.EvaluatesWorkloads = true);

        diary.On(215, "Somebody else in the tenant has all sessions revoked.", office =>
            office.Simulator.Users.Revoke(office.Simulator.Users.Add(office.Tenant, "somebody")));

        diary.On(346, "The administrator makes the next secret, a day after the warning two weeks ahead.", office => office.Credentials.NewSecret(goodForDays: 365), hour: 20);

        return diary;
    }

    /// <summary>How every diary begins.</summary>
    internal static void Connect(Diary diary, int secretGoodForDays) =>
        diary.On(1, "The administrator connects both mailboxes: support with a certificate, sales with a client secret and a sign-in.", office =>
        {
            office.Credentials.FirstCertificate(goodForDays: 182);
            office.Credentials.NewSecret(secretGoodForDays);
            office.StartNode("node-1");
        }, hour: 0);

    private static void TokenEndpointIsDownEveryWeek(Diary diary, Random random)
    {
        var hours = TimeSpan.FromHours(2);
        for (var week = 0; week < 52; week++)
        {
            var (shape, code, fault) = Outage(week);
            var day = (week * 7) + 7;
            var outage = diary.On(day, $"The token endpoint is down for two hours: {shape}.", office => office.AtTokenEndpoint(fault, hours), random.Next(22)).For(hours);
            if (day < LongTokensForSupport)
            {
                outage.Stops(Who.Support, code, null, FaultClass.Transient);
            }

            if (day is 63 or 91)
            {
                // Sales stands already, for another reason, and has no token that lives on.
                outage.MayStop(Who.Sales, code, null, FaultClass.Transient);
            }
        }
    }

    private static (string Shape, string Code, Fault Fault) Outage(int week) => (week % 5) switch
    {
        0 => ("503 with Retry-After", FaultCodes.ProviderDown, new Fault { Status = 503, Headers = { ["Retry-After"] = "120" } }),
        1 => ("503 without a word", FaultCodes.ProviderDown, new Fault { Status = 503 }),
        2 => ("502 with a page of HTML", FaultCodes.ProviderDown, new Fault { Status = 502, Body = "<html><h1>502 Bad Gateway</h1></html>", ContentType = "text/html" }),
        3 => ("the connection is refused", FaultCodes.ConnectionRefused, new Fault { Down = HttpRequestError.ConnectionError }),
        _ => ("the name is not resolved", FaultCodes.NameUnresolved, new Fault { Down = HttpRequestError.NameResolutionError }),
    };

    private static void NodesComeAndGo(Diary diary)
    {
        for (var day = 20; day < 365; day += 21)
        {
            diary.On(day, "The node is restarted.", office => office.RestartNodeAsync("node-1"), hour: 13.31);
        }

        diary.On(258, "A second node joins.", office => office.StartNode("node-2"))
            .UntilDay(279, "the second node leaves again.", office => office.StopNodeAsync("node-2"));

        diary.On(261, "The clock of the second node's machine is ten minutes ahead.", office => office.MachineOf("node-2").ClockAhead = TimeSpan.FromMinutes(10))
            .UntilDay(262, "it is set right.", office => office.MachineOf("node-2").ClockAhead = TimeSpan.Zero);

        diary.On(268, "The clock of the second node's machine is ten minutes behind.", office => office.MachineOf("node-2").ClockAhead = -TimeSpan.FromMinutes(10))
            .UntilDay(269, "it is set right.", office => office.MachineOf("node-2").ClockAhead = TimeSpan.Zero);
    }

    /// <summary>At the worst moments there are: Microsoft has done what was asked, or never heard of it, and nobody here could note which.</summary>
    private static void PowerFails(Diary diary)
    {
        const string Token = "/oauth2/v2.0/token";
        diary.On(33, "The power fails after a token was asked for.", office => office.LetPowerFail("node-1", "POST", Token, isHeard: true));
        diary.On(54, "The power fails before a token is asked for.", office => office.LetPowerFail("node-1", "POST", Token, isHeard: false));
        diary.On(68, "The power fails after a reply was sent.", office => office.LetPowerFail("node-1", "POST", "/send", isHeard: true));
        diary.On(96, "The power fails before a reply is sent.", office => office.LetPowerFail("node-1", "POST", "/send", isHeard: false));
        diary.On(103, "The power fails after a reply was laid down as a draft.", office => office.LetPowerFail("node-1", "POST", "/messages", isHeard: true));
        diary.On(117, "The power fails while a mail is fetched.", office => office.LetPowerFail("node-1", "GET", "/$value", isHeard: true));
        diary.On(159, "The power fails while the draft of a reply is marked.", office => office.LetPowerFail("node-1", "PATCH", "", isHeard: true));
        diary.On(263, "The power of one of two nodes fails after a reply was sent.", office => office.LetPowerFail("node-2", "POST", "/send", isHeard: true));
    }
}
