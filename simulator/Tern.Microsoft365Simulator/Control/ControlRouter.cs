using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>The addresses under /_sim, one to one with the typed control. The README shows each with a curl line.</summary>
internal static class ControlRouter
{
    internal static SimulatedResponse Answer(Simulator simulator, SimulatedRequest request, string[] segments)
    {
        var call = new ControlCall(simulator, request);
        try
        {
            return segments switch
            {
                ["clock", .. var rest] => ClockCommands.Answer(call, rest),
                ["seed"] => SeedCommands.Answer(call),
                ["settings"] => SettingCommands.Answer(call),
                ["network"] => SettingCommands.Network(call),
                ["tenants", .. var rest] => TenantCommands.Answer(call, rest),
                ["users", .. var rest] => UserCommands.Answer(call, rest),
                ["apps", .. var rest] => AppCommands.Answer(call, rest),
                ["device-codes", .. var rest] => DeviceCodeCommands.Answer(call, rest),
                ["issuers", .. var rest] => IssuerCommands.Answer(call, rest),
                ["entra", .. var rest] => EntraCommands.Answer(call, rest),
                ["grants", .. var rest] => GrantCommands.Answer(call, rest),
                ["faults", .. var rest] => FaultCommands.Answer(call, rest),
                ["push", .. var rest] => PushCommands.Answer(call, rest),
                ["subscriptions", .. var rest] => PushCommands.Subscriptions(call, rest),
                ["requests"] => RequestCommands.Answer(call),
                ["customers", .. var rest] => CustomerCommands.Answer(call, rest),
                ["mailboxes", .. var rest] => MailboxCommands.Answer(call, rest),
                _ => throw NoCommand(request),
            };
        }
        catch (ControlRefusalException refusal)
        {
            return SimulatedResponse.Json(refusal.Status, new JsonObject { ["error"] = refusal.Message });
        }
    }

    internal static ControlRefusalException NoCommand(SimulatedRequest request) =>
        new(404, $"There is no command {request.Method} {request.RawPath}; README.md beside the sources shows each with a line of curl.");
}
