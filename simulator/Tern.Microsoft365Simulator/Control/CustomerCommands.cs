using System.Globalization;
using Tern.Microsoft365Simulator.Customers;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/customers: raw mail in, raw mail out, and what people outside do with it.</summary>
internal static class CustomerCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        var customers = call.Simulator.Customers;
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(customers.Addresses());
            case ("POST", ["send"]):
                CheckRaw(call.Request.Body.Span);
                customers.Send(call.Request.Body.Span, call.Query["to"] ?? throw new ControlRefusalException(400, "The recipient is missing: ?to=…"));
                return SimulatedResponse.Empty(202);
            case ("PUT", [var address, "bounce"]):
                customers.Bounce(address, call.Body<BounceBody>().Says);
                return ControlCall.Done();
            case ("DELETE", [var address, "bounce"]):
                customers.Accept(address);
                return ControlCall.Done();
            case ("GET", [var address]):
                return ControlCall.List(customers.Inbox(address).Select(m => new
                {
                    m.Number,
                    m.Received,
                    m.EnvelopeFrom,
                    Mailboxes.MessageFacts.Read(m.Raw).Subject,
                    Size = m.Raw.Length,
                }));
            case ("POST", [var address, "write"]):
                return Sent(customers.Write(address, call.Body<LetterBody>().Letter(needsRecipient: true)));
            case ("POST", [var address, var number, "reply"]):
                var reply = call.Body<LetterBody>();
                return Sent(customers.Reply(Find(customers, address, number), reply.Letter(needsRecipient: false), reply.Quote, reply.All));
            case ("PUT", [var address, "away"]):
                var away = call.Body<AwayBody>();
                customers.SetAway(address, away.Text, away.SubjectPrefix);
                return ControlCall.Done();
            case ("DELETE", [var address, "away"]):
                customers.SetAway(address, text: null);
                return ControlCall.Done();
            case ("GET", [var address, var number]):
                return SimulatedResponse.Of(200, "message/rfc822", Find(customers, address, number).Raw);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    // Any other bytes are sent as they are: broken mail has to be tried too.
    private static void CheckRaw(ReadOnlySpan<byte> raw)
    {
        if (raw.IsEmpty)
        {
            throw new ControlRefusalException(400, "The mail is missing: its source is the body (curl --data-binary @mail.eml).");
        }

        if (raw[0] == '{')
        {
            throw new ControlRefusalException(400, "That is JSON, and this takes the source of a mail. JSON goes to /_sim/customers/{address}/write.");
        }
    }

    private static SimulatedResponse Sent(string messageId) => ControlCall.Show(new { internetMessageId = messageId }, 202);

    private static CustomerMail Find(CustomerControl customers, string address, string text)
    {
        var all = customers.Inbox(address);
        var number = text == "last" ? all.Count : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
        return all.FirstOrDefault(m => m.Number == number) ?? throw ControlRefusalException.NotFound($"mail {text} of {address}");
    }

    private sealed record AwayBody(string Text, string SubjectPrefix = "Automatic reply: ");

    private sealed record BounceBody(string Says);
}
