using Tern.MailEngine.Credentials;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Health;
using Tern.MailEngine.Settings;

namespace Tern.MailEngine.Microsoft365.Tests.Credentials;

/// <summary>An app-only connection whose certificate Tern made replaces it by itself, at the simulated tenant.</summary>
public sealed class KeyRollingTests : IAsyncDisposable
{
    private readonly SimulatedOffice _office = new(seed: 11, new MailEngineOptions { PollInterval = TimeSpan.FromMinutes(30), OutboxInterval = TimeSpan.FromHours(1) });
    private readonly MailboxSettings _support;

    public KeyRollingTests() => _support = Use(_office.AddMailbox("support"), age: TimeSpan.FromDays(274)); // a day later it is 90 days before its end

    private MailboxSettings Use(MailboxSettings plain, TimeSpan age)
    {
        var certificate = OwnCertificate.Create("Tern", _office.Time.GetUtcNow() - age);
        _office.App.Certificates.Clear();
        _office.Simulator.Apps.AddCertificate(_office.App, certificate.RawData);
        return _office.Host.Shared.Mailboxes[plain.Id] = plain with
        {
            Connection = plain.Connection with
            {
                ApplicationObjectId = _office.App.ObjectId,
                Credentials = [new CertificateCredential(new Guid("01937a00-0000-7000-8000-000000000777"), certificate) { IsOwn = true, KeyId = _office.App.Certificates[0].Id }],
            },
        };
    }

    private ConnectionSettings Connection => _office.Host.Shared.Mailboxes[_support.Id].Connection;

    public ValueTask DisposeAsync() => _office.DisposeAsync();

    [Fact]
    public void A_certificate_is_replaced_a_month_before_its_first_warning_and_the_old_one_is_taken_away()
    {
        var first = _office.App.Certificates[0].Id;
        _office.Node.Start();

        _office.Time.Advance(TimeSpan.FromHours(23));
        Assert.Equal(first, Assert.Single(_office.App.Certificates).Id);
        _office.Time.Advance(TimeSpan.FromDays(1));

        var successor = Assert.Single(_office.App.Certificates);
        Assert.NotEqual(first, successor.Id);
        var used = Assert.IsType<CertificateCredential>(Assert.Single(Connection.Credentials));
        Assert.Equal(successor.Id, used.KeyId);
        Assert.Null(Connection.NextCertificate);
        Assert.Empty(_office.Host.Shared.Warnings);
        Assert.All(_office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));
    }

    [Fact]
    public void The_old_one_stays_in_use_until_the_new_one_has_worked()
    {
        _office.Simulator.Settings.NewKeyLag = TimeSpan.FromHours(7);
        var old = Connection.Credentials[0];
        _office.Node.Start();
        _office.Time.Advance(TimeSpan.FromHours(28));

        Assert.Equal(2, _office.App.Certificates.Count);
        Assert.Equal(old.Id, Assert.Single(Connection.Credentials).Id);
        Assert.NotNull(Connection.NextCertificate?.AddedAt);

        _office.Time.Advance(TimeSpan.FromHours(9));
        Assert.NotEqual(old.Id, Assert.Single(Connection.Credentials).Id);
        Assert.Single(_office.App.Certificates);
        Assert.All(_office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Whichever_id_the_proof_has_to_name_is_found(bool clientId)
    {
        _office.Simulator.Settings.ProofNamesClientId = clientId;
        _office.Node.Start();

        _office.Time.Advance(TimeSpan.FromDays(2));

        Assert.NotEqual(_support.Connection.Credentials[0].Id, Assert.Single(Connection.Credentials).Id);
    }

    [Fact]
    public void A_process_that_died_after_Microsoft_took_the_key_goes_on_with_that_key()
    {
        _office.Node.Start();
        _office.Simulator.Faults.Add(new Tern.Microsoft365Simulator.Fault { Id = "lost", Path = "*/addKey", Cut = Tern.Microsoft365Simulator.Cut.AfterEffect, Times = 1 });
        _office.Time.Advance(TimeSpan.FromDays(2));

        // The answer was lost, so the key was tried before it would have been handed over again.
        Assert.Single(_office.Simulator.RequestLog.Entries, e => e.Path.EndsWith("/addKey", StringComparison.Ordinal));
        Assert.Contains(_office.Simulator.RequestLog.Entries, e => e.Fault == "lost");
        Assert.NotEqual(_support.Connection.Credentials[0].Id, Assert.Single(Connection.Credentials).Id);
        Assert.All(_office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));
    }

    [Fact]
    public void Where_Microsoft_refuses_the_reason_is_kept_the_warnings_come_and_mail_flows_to_the_end()
    {
        Use(_support, age: TimeSpan.FromDays(334)); // 31 days before its end
        _office.Simulator.Faults.Add(new Tern.Microsoft365Simulator.Fault { Path = "*/addKey", Status = 403, GraphCode = "Authorization_RequestDenied" });
        _office.Node.Start();
        _office.Time.Advance(TimeSpan.FromDays(30.5));

        Assert.Equal(FaultCodes.KeyRollRefused, Assert.Single(_office.Host.Shared.RollingFaults).Value.Code);
        Assert.Equal([60, 30, 14, 7, 3, 1], _office.Host.Shared.Warnings.Select(w => w.Days));
        Assert.InRange(_office.Simulator.RequestLog.Entries.Count(e => e.Path.EndsWith("/addKey", StringComparison.Ordinal)), 2 * 30 * 22, 2 * 31 * 25); // both ids, once an hour
        Assert.All(_office.Host.Shared.Health, h => Assert.Equal(MailboxState.Healthy, h.State));

        _office.Time.Advance(TimeSpan.FromDays(2));
        Assert.Equal((MailboxState.ActionNeeded, FaultCodes.CertificateExpired), (_office.Host.Shared.Health[^1].State, _office.Host.Shared.Health[^1].Fault?.Code));
    }

    [Fact]
    public void The_end_of_a_secret_and_its_id_are_read_where_the_registration_may_be_looked_at()
    {
        var end = new DateTimeOffset(2027, 6, 1, 0, 0, 0, TimeSpan.Zero);
        var reader = _office.Simulator.Apps.Add(_office.Tenant, "Reader", applicationPermissions: ["Mail.ReadWrite", "Mail.Send", "Application.Read.All"]);
        var secret = _office.Simulator.Apps.AddSecret(reader, "told by nobody", end);
        _office.Simulator.Apps.GrantAdminConsent(reader);
        _office.Host.Shared.Mailboxes[_support.Id] = _support with
        {
            Connection = _support.Connection with { ClientId = reader.ClientId, Credentials = [new SecretCredential(new Guid("01937a00-0000-7000-8000-000000000778"), "told by nobody", null)] },
        };

        _office.Node.Start();
        _office.Time.Advance(TimeSpan.FromHours(2));
        Assert.Equal((secret.Id, end), (Connection.Credentials[0].KeyId, Connection.Credentials[0].ExpiresAt));

        _office.Time.Advance(end - _office.Time.GetUtcNow() - TimeSpan.FromDays(2));
        Assert.Equal([60, 30, 14, 7, 3], _office.Host.Shared.Warnings.Select(w => w.Days));
        Assert.Equal(end.AddDays(-60).Date, _office.Host.Shared.Warnings[0].At.Date);
    }
}
