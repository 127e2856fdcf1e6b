using System.Text;
using Tern.MailEngine;

namespace Tern.Reliability.Cuts;

/// <summary>What a mailbox does when it is cut.</summary>
internal enum CutWork
{
    /// <summary>Sends an answer.</summary>
    Answer,

    /// <summary>Sends an answer with a file that goes by upload session.</summary>
    AnswerWithFile,

    /// <summary>Reads new mails and files them.</summary>
    Read,
}

/// <summary>A mailbox that is cut at one place, once.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Work">What it does.</param>
/// <param name="Point">Where it is cut; null for the undisturbed one, which shows where there is something to cut.</param>
/// <param name="HasEffect">Whether Microsoft does what was asked for before the cut.</param>
/// <param name="IsKilled">The process dies there; otherwise the connection breaks.</param>
internal sealed record CutSubject(string Name, CutWork Work, CutPoint? Point = null, bool HasEffect = false, bool IsKilled = false)
{
    internal const int MailsToRead = 3;
    private const int FileLength = 3_400_000;

    internal string Address => $"{Name}@{Running.SimulatedTenant.Domain}";

    internal string Customer => $"carla@{Name}.example";

    internal MailboxId Id { get; set; }

    /// <summary>Stands in every line of the file.</summary>
    internal string Marker => $"line of the plan for {Name};";

    internal string Text => $"The answer of {Name}, once.";

    internal int MailsWanted => Work == CutWork.Read ? MailsToRead : 1;

    internal byte[]? File => Work != CutWork.AnswerWithFile ? null : Encoding.UTF8.GetBytes(new StringBuilder(FileLength).Insert(0, Marker + "\n", FileLength / (Marker.Length + 1)).ToString());

    internal string Letter(int number) =>
        $"From: Carla <{Customer}>\r\nTo: {Address}\r\nSubject: Question {number} of {Name}\r\nMessage-ID: <{number}@{Name}.example>\r\nDate: Mon, 02 Nov 2026 10:00:00 +0000\r\n\r\nWhere is number {number}?\r\n";

    public override string ToString() => Point is null ? $"{Name} ({Work}, undisturbed)"
        : $"{Name} ({Work}, {(IsKilled ? "killed" : "cut")} {(HasEffect ? "after" : "before")} the effect of {Point.Name})";
}
