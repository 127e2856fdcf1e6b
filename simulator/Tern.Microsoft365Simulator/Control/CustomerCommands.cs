using System.Globalization;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/customers: raw mail in, raw mail out.</summary>
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
            case ("GET", [var address, var text]):
                var number = int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 0;
                var mail = customers.Inbox(address).FirstOrDefault(m => m.Number == number) ?? throw ControlRefusalException.NotFound($"mail {text} of {address}");
                return SimulatedResponse.Of(200, "message/rfc822", mail.Raw);
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private sealed record BounceBody(string Says);
}
