namespace Tern.Benchmarks.Mails;

/// <summary>One round of mail through the running desk.</summary>
/// <param name="Mails">Mails taken in.</param>
/// <param name="Tickets">Tickets made of them.</param>
/// <param name="Seconds">From the first request to Graph to the last commit.</param>
/// <param name="DeskMilliseconds">CPU of the desk.</param>
/// <param name="DatabaseMilliseconds">CPU of the database server; with SQLite it is inside the desk.</param>
/// <param name="PeakBytes">The desk's largest memory so far.</param>
/// <param name="Load">The machine's load when the round began.</param>
internal sealed record MailRound(int Mails, int Tickets, double Seconds, double DeskMilliseconds, double DatabaseMilliseconds, long PeakBytes, double Load);

/// <summary>The rounds of one database, and what the start alone cost.</summary>
internal sealed record MailResult(Database Database, double StartMilliseconds, long StartBytes, IReadOnlyList<MailRound> Rounds)
{
    /// <summary>The cheapest round of a running desk, beside which the parts stand: others on the machine can only add.</summary>
    internal MailRound Running => Rounds.Skip(Rounds.Count > 1 ? 1 : 0).MinBy(round => round.DeskMilliseconds / round.Mails)!;
}
