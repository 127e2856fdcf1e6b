using System.Text.Json.Nodes;

namespace Tern.Reliability.Soak;

/// <summary>How long, how much, and how rough.</summary>
internal sealed record SoakOptions
{
    public required TimeSpan Duration { get; init; }

    public int Mailboxes { get; init; } = 50;

    /// <summary>Mails of customers a second, over all mailboxes.</summary>
    public double Rate { get; init; } = 2;

    /// <summary>The share of matching requests that each kind of fault strikes.</summary>
    public double Faults { get; init; } = 0.05;

    /// <summary>All kinds together strike that share of the requests, and not each of them.</summary>
    public bool Spread { get; init; }

    /// <summary>The share of the requests it concerns that each kind strikes. A request for changes concerns sixteen kinds.</summary>
    internal double EachFault => Spread ? Faults / 16 : Faults;

    /// <summary>The share of tickets that are answered.</summary>
    public double Answers { get; init; } = 0.25;

    public int Seed { get; init; } = 1;

    /// <summary>Microsoft 365 may tell the desk of new mail.</summary>
    public bool Push { get; init; }

    /// <summary>The latest that Microsoft 365 tells of a mail; null for what the simulator takes by itself.</summary>
    public TimeSpan? ToldWithin { get; init; }

    /// <summary>A PostgreSQL server; null for SQLite.</summary>
    public string? PostgreSql { get; init; }

    /// <summary>How often the desk is killed, all in the first half, so that the second shows what memory does.</summary>
    public int Kills => Math.Clamp((int)(Duration.TotalMinutes / 10), 1, 6);

    /// <summary>Minutes do not leave room for the gaps that hours have.</summary>
    public bool IsShort => Duration < TimeSpan.FromMinutes(10);

    /// <summary>What the simulated tenant is asked to do differently from its own ways.</summary>
    internal JsonObject Tenant()
    {
        var tenant = new JsonObject { ["allowHttpOnLoopback"] = Push };
        if (ToldWithin is { } within)
        {
            (tenant["notifyShortest"], tenant["notifyLongest"]) = ((within / 10).ToString("c"), within.ToString("c"));
        }

        return tenant;
    }

    internal JsonObject Engine()
    {
        var engine = new JsonObject();
        if (!Push)
        {
            engine["PollInterval"] = "00:00:02"; // in place of the bell
        }

        if (IsShort)
        {
            (engine["CensusInterval"], engine["SentLookAfter"], engine["SentLookGap"]) = ("00:00:10", "00:00:02", "00:00:05");
        }
        else if (Duration < TimeSpan.FromHours(1))
        {
            engine["CensusInterval"] = "00:03:00";
        }

        return engine;
    }
}
