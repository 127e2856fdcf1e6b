using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/tenants/{tenant}/devices</summary>
internal static class DeviceCommands
{
    internal static SimulatedResponse Answer(ControlCall call, Tenant tenant, string[] rest)
    {
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(tenant.Devices);
            case ("POST", []):
                var owner = call.User(call.Body<NewDevice>().User);
                return owner.TenantId == tenant.Id
                    ? ControlCall.Show(call.Simulator.Devices.Add(owner), 201)
                    : throw ControlRefusalException.NotFound($"user {owner.UserPrincipalName} in {tenant.DisplayName}");
            case ("PATCH", [var id]):
                return Change(call, tenant.Devices.Find(d => d.Id == id) ?? throw ControlRefusalException.NotFound($"device {id}"));
            case ("DELETE", [var id]):
                call.Simulator.Devices.Remove(tenant, id);
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static SimulatedResponse Change(ControlCall call, Device device)
    {
        var body = call.Body<DeviceChange>();
        device.IsEnabled = body.IsEnabled ?? device.IsEnabled;
        device.HasKey = body.HasKey ?? device.HasKey;
        device.IsCompliant = body.IsCompliant ?? device.IsCompliant;
        device.IsJoined = body.IsJoined ?? device.IsJoined;
        return ControlCall.Show(device);
    }

    private sealed record NewDevice(string User);

    private sealed record DeviceChange(bool? IsEnabled = null, bool? HasKey = null, bool? IsCompliant = null, bool? IsJoined = null);
}
