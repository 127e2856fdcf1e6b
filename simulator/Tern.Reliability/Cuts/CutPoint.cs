using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Tern.Reliability.Running;

namespace Tern.Reliability.Cuts;

/// <summary>One request of a protocol, as an undisturbed run showed it: the place where another run is cut.</summary>
/// <param name="Number">Which request of the protocol, from 1 on.</param>
/// <param name="Method">The verb.</param>
/// <param name="Shape">The path; <c>{mailbox}</c> for the address, <c>*</c> for ids.</param>
/// <param name="Earlier">So many requests that look the same go before it.</param>
internal sealed record CutPoint(int Number, string Method, string Shape, int Earlier)
{
    private const string Mailbox = "{mailbox}";
    private static readonly TimeSpan Held = TimeSpan.FromHours(1);

    internal string Name => $"{Number}. {Method} {Shape.Replace($"/v1.0/users/{Mailbox}/", "", StringComparison.Ordinal)}{(Earlier == 0 ? "" : $" (no. {Earlier + 1})")}";

    /// <summary>Every request of a log that counts, in its order.</summary>
    /// <param name="log">The requests of one mailbox, and those of upload addresses, which name none.</param>
    /// <param name="mailbox">Its address.</param>
    /// <param name="counts">Which of them belong to the protocol.</param>
    internal static IReadOnlyList<CutPoint> In(IReadOnlyList<SeenRequest> log, string mailbox, Func<SeenRequest, bool> counts)
    {
        var points = new List<CutPoint>();
        for (var i = 0; i < log.Count; i++)
        {
            if (counts(log[i]))
            {
                var (shape, method) = (ShapeOf(log[i].Path, mailbox), log[i].Method);
                points.Add(new CutPoint(points.Count + 1, method, shape, log.Take(i).Count(r => r.Method == method && Fits(shape, mailbox, r.Path))));
            }
        }

        return points;
    }

    /// <summary>The fault that strikes this request of another mailbox.</summary>
    /// <param name="mailbox">Its address.</param>
    /// <param name="marker">What stands in every piece of its file, because upload addresses name no mailbox.</param>
    /// <param name="hasEffect">Whether what was asked for happens.</param>
    /// <param name="isHeld">The connection stays, and nothing comes, until somebody dies; otherwise it breaks.</param>
    internal JsonObject Fault(string mailbox, string marker, bool hasEffect, bool isHeld)
    {
        var fault = new JsonObject
        {
            ["method"] = Method,
            ["path"] = Shape.Replace(Mailbox, mailbox, StringComparison.Ordinal),
            ["skip"] = Earlier,
            ["times"] = 1,
            ["cut"] = hasEffect ? "AfterEffect" : "BeforeEffect",
        };
        if (isHeld)
        {
            fault["delay"] = Held.ToString("c");
        }

        if (Shape.StartsWith("/upload/", StringComparison.Ordinal))
        {
            fault["bodyContains"] = marker;
        }

        return fault;
    }

    private static string ShapeOf(string path, string mailbox)
    {
        var parts = path.Split('/');
        for (var i = 1; i < parts.Length; i++)
        {
            parts[i] = (parts[i - 1], parts[i]) switch
            {
                ("users", _) when string.Equals(parts[i], mailbox, StringComparison.OrdinalIgnoreCase) => Mailbox,
                ("upload", _) => "*",
                ("messages", not "delta") => "*",
                ("attachments", not "createUploadSession") => "*",
                var (_, same) => same,
            };
        }

        return string.Join('/', parts);
    }

    /// <summary>As the simulator compares: * is any run of characters.</summary>
    private static bool Fits(string shape, string mailbox, string path) => Regex.IsMatch(
        path,
        "^" + Regex.Escape(shape.Replace(Mailbox, mailbox, StringComparison.Ordinal)).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
        RegexOptions.IgnoreCase | RegexOptions.Singleline | RegexOptions.NonBacktracking);
}
