using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Graph;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>One request struck by one fault, and the answers that faults give.</summary>
internal sealed record FaultHit(World World, SimulatedRequest Request, string[] Segments, Fault Fault, RequestEntry Entry)
{
    /// <summary>Counts up from zero with each strike, so that a class can go through its variants.</summary>
    internal int Turn => Fault.Fired - 1;

    internal int Amount => Fault.Amount!.Value;

    /// <summary>The mailbox the path names, if it is one.</summary>
    internal Mailbox? Mailbox
    {
        get
        {
            var directory = World.State.Directory();
            var user = Segments switch
            {
                ["v1.0", "users", var key, ..] => directory.FindByAddress(key) ?? directory.FindUser(key),
                ["v1.0", "me", ..] when Token?.Text("oid") is { } id => directory.FindUser(id),
                _ => null,
            };
            return user is null ? null : World.MailboxOf(user);
        }
    }

    /// <summary>The folder the path names, if it is one of that mailbox.</summary>
    internal MailFolder? Folder
    {
        get
        {
            var at = Array.FindIndex(Segments, s => s.Equals("mailFolders", StringComparison.OrdinalIgnoreCase));
            if (at < 0 || at + 1 >= Segments.Length || Mailbox is not { } mailbox)
            {
                return null;
            }

            var key = Segments[at + 1];
            return mailbox.Folders.Find(f => string.Equals(f.WellKnownName, key, StringComparison.OrdinalIgnoreCase))
                ?? (World.Ids().Read(mailbox, key, out var foreign) is { Kind: ItemKind.Folder } item && !foreign ? mailbox.Folders.Find(f => f.Number == item.Number) : null);
        }
    }

    private Jwt? Token => Request.Header("Authorization") is { Length: > 7 } header ? AccessTokens.Read(World, header[7..].Trim()) : null;

    internal SimulatedResponse Aadsts(int code, string? text = null)
    {
        Entry.Error = $"AADSTS{code}";
        var error = EntraError.Of(code, text);
        return EntraAnswers.Refusal(World, Request, error with { Status = Fault.Status ?? error.Status });
    }

    internal SimulatedResponse Graph(int status, string code, string text)
    {
        Entry.Error = code;
        return GraphAnswers.WithHeaders(World, Request, GraphAnswers.Refusal(World, Request, status, code, text));
    }

    internal SimulatedResponse Graph(GraphRefusalException refusal) => GraphAnswers.Guard(World, Request, Entry, () => throw refusal);

    internal SimulatedResponse Plain(int status, string body = "", string contentType = "text/html") => SimulatedResponse
        .Of(status, contentType, Encoding.UTF8.GetBytes(body))
        .With("Date", World.Now.ToString("R", CultureInfo.InvariantCulture));

    /// <summary>The answer with its JSON changed; any other answer stays as it is.</summary>
    internal static SimulatedResponse Change(SimulatedResponse truth, Action<JsonObject> change)
    {
        if (truth.Status >= 300 || JsonText.TryObject(truth.Body) is not { } json)
        {
            return truth;
        }

        change(json);
        return truth with { Body = JsonText.Bytes(json) };
    }

    /// <summary>The answer with its list of things changed.</summary>
    internal static SimulatedResponse ChangeList(SimulatedResponse truth, Action<JsonArray> change) => Change(truth, json =>
    {
        if (json["value"] is JsonArray list)
        {
            change(list);
        }
    });
}
