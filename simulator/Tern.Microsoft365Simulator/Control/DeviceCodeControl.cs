using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>Sign-ins that go on at another screen, without a browser.</summary>
public sealed class DeviceCodeControl
{
    private readonly World _world;

    internal DeviceCodeControl(World world) => _world = world;

    public IReadOnlyList<DeviceCode> All
    {
        get
        {
            lock (_world.Gate)
            {
                return [.. _world.State.DeviceCodes];
            }
        }
    }

    /// <summary>A person enters the code, signs in with everything that is asked for, and accepts.</summary>
    /// <exception cref="ArgumentException">The code is unknown or over, or the person may not.</exception>
    public void Approve(string userCode, User user)
    {
        ArgumentNullException.ThrowIfNull(user);
        Change(userCode, code =>
        {
            var tenant = _world.State.Directory().FindTenant(user.TenantId)!;
            DeviceLogin.Accept(_world, code, user, SignInSteps.FactsOf(_world, tenant, user, new FormFields("factor=given&challenge=met")));
        });
    }

    /// <summary>A person enters the code and declines.</summary>
    /// <exception cref="ArgumentException">The code is unknown or over.</exception>
    public void Decline(string userCode) => Change(userCode, code => code.IsDeclined = true);

    private void Change(string userCode, Action<DeviceCode> act)
    {
        lock (_world.Gate)
        {
            try
            {
                act(DeviceLogin.Find(_world, userCode));
            }
            catch (EntraRefusalException refusal)
            {
                throw new ArgumentException($"AADSTS{refusal.Error.Code}: {refusal.Message}", nameof(userCode), refusal);
            }

            _world.Version++;
        }
    }
}
