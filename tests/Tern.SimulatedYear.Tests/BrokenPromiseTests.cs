using Tern.MailEngine.Errors;
using Tern.MailEngine.Outbox;
using Tern.MailEngine.Settings;
using Tern.SimulatedYear.Diaries;
using Tern.SimulatedYear.Office;
using Tern.SimulatedYear.Promises;
using Fault = Tern.Microsoft365Simulator.Fault;

namespace Tern.SimulatedYear.Tests;

/// <summary>Each promise can be broken, and then it is said; a promise that no diary could break would promise nothing.</summary>
[Collection(nameof(OneAfterTheOther))]
public sealed class BrokenPromiseTests
{
    private const string NoReason = "A stop has no reason in the diary or not the right name:";

    [Fact]
    public void A_mail_that_never_becomes_a_message_is_told_as_lost() =>
        Breaks(days: 2, "A mail was lost: gone@customer.example, written to support", diary => diary.On(2, "A mail is deleted before the engine sees it.", office =>
        {
            office.CustomerWrites(office.Support, "gone@customer.example");
            var mailbox = office.Simulator.Mailboxes.Of(office.Support.User);
            office.Simulator.Mailboxes.Purge(mailbox, mailbox.Messages.Values[^1]);
        }));

    [Fact]
    public void A_mail_that_becomes_two_messages_is_told_as_doubled() =>
        Breaks(days: 2, "A mail was doubled: ", diary => diary.On(2, "The desk forgets what it has seen.", office =>
        {
            office.Shared.Ledger.Clear();
            office.Shared.Folders.Clear();
        }));

    [Fact]
    public void A_mail_that_nobody_wrote_is_told() =>
        Breaks(days: 2, "A mail came out that nobody put in there: strange@customer.example", diary => diary.On(2, "A mail comes that nobody noted.", office =>
            office.Simulator.Customers.Send("From: <x@customer.example>\r\nMessage-ID: <strange@customer.example>\r\n\r\n"u8, office.Support.Address)));

    [Fact]
    public void A_reply_that_leaves_twice_is_told() =>
        Breaks(days: 2, "A reply left 2 times instead of once: twice@tern.example", diary => diary.On(2, "The desk gives one reply twice.", office =>
        {
            office.AgentAnswers(office.Support, new Guid("01937a00-0000-7000-8000-0000000007aa"), "twice@tern.example");
            var now = office.Machine.Now;
            office.PutIntoOutbox(office.Support, new OutboxItem { Id = new Guid("01937a00-0000-7000-8000-0000000007ab"), Mailbox = office.Support.Id, MessageId = "twice@tern.example", CreatedAt = now, NextAttemptAt = now });
        }));

    [Fact]
    public void A_reply_that_stays_and_a_consent_that_never_comes_back_are_told() =>
        Breaks(days: 3, ["A reply left 0 times instead of once: ", "A reply is not known to be sent: ", "A stop went on after its reason was gone: support", "A mail was lost: "], diary =>
            diary.On(1, "Consent is dropped.", office => office.Simulator.Apps.WithdrawConsent(office.Support.App))
                .UntilDay(2, "somebody says that it was restored.", _ => { })
                .Stops(Who.Support, FaultCodes.AccessDenied, "ErrorAccessDenied", FaultClass.AdministratorMustAct));

    [Fact]
    public void A_mail_that_waits_without_a_reason_is_told() =>
        Breaks(days: 2, "although nothing stood in its way.", diary => diary.On(1, "The node is down for six hours.", office => office.StopNodeAsync("node-1"))
            .For(TimeSpan.FromHours(6), office => office.StartNode("node-1")));

    [Fact]
    public void A_stop_that_the_diary_does_not_know_is_told() =>
        Breaks(days: 2, $"{NoReason} support", diary => diary.On(1, "Nobody wrote down what this does.", TokenEndpointIsDown(hours: 3)));

    [Fact]
    public void A_stop_with_another_name_than_the_diary_has_for_it_is_told() =>
        Breaks(days: 2, [$"{NoReason} support", "Support should have said throttled and did not."], diary => diary.On(1, "Throttling, it says.", TokenEndpointIsDown(hours: 3))
            .For(TimeSpan.FromHours(3))
            .Stops(Who.Support, FaultCodes.Throttled, null, FaultClass.Throttled));

    [Fact]
    public void A_stop_of_the_right_name_that_calls_the_wrong_person_is_told() =>
        Breaks(days: 2, $"{NoReason} support", diary => diary.On(1, "It would call somebody to sign in.", TokenEndpointIsDown(hours: 3))
            .For(TimeSpan.FromHours(3))
            .MayStop(Who.Support, FaultCodes.ProviderDown, null, FaultClass.PersonMustSignIn));

    [Fact]
    public void A_stop_that_does_not_come_is_told() =>
        Breaks(days: 2, "Sales should have said account-disabled and did not.", diary => diary.On(1, "The account is disabled, it says.", _ => { })
            .For(TimeSpan.FromHours(3))
            .Stops(Who.Sales, FaultCodes.AccountDisabled, "AADSTS50057", FaultClass.AdministratorMustAct));

    [Fact]
    public void A_token_endpoint_that_never_comes_back_is_told_as_a_stop_without_end_and_as_too_few_refreshes() =>
        Breaks(days: 10, ["A stop went on after its reason was gone: support", "support was refreshed", "sales was refreshed"], diary => diary.On(2, "Down for good.", TokenEndpointIsDown(hours: 1000))
            .For(TimeSpan.FromHours(2))
            .MayStop(Who.Both, FaultCodes.ProviderDown, null, FaultClass.Transient));

    [Fact]
    public void Sending_somebody_to_sign_in_is_told_where_the_diary_ended_no_sign_in() =>
        Breaks(days: 3, [$"{NoReason} sales", "A person was told to sign in although the sign-in was good: sales"], diary =>
            diary.On(2, "All sessions of the account are revoked, and nobody wrote down what that means.", office => office.Simulator.Users.Revoke(office.Sales.User)));

    [Fact]
    public void Sending_somebody_to_sign_in_is_right_where_the_sign_in_was_revoked()
    {
        var report = Play(days: 4, diary => diary.On(2, "All sessions of the account are revoked.", office => office.Simulator.Users.Revoke(office.Sales.User))
            .UntilDay(3, "the person signs in again.", office => office.SignIn(office.Sales))
            .Stops(Who.Sales, FaultCodes.GrantEnded, "AADSTS50173", FaultClass.PersonMustSignIn));

        Assert.Empty(Promise.Broken(report));
        Assert.Equal("sales", Assert.Single(report.ToldToSignIn).Stop.Mailbox.Name);
    }

    [Fact]
    public void A_token_past_its_end_is_told() =>
        Breaks(days: 3, "requests carried a token past its end.", diary => diary.On(2, "The machine's clock falls an hour behind.", office => office.Machine.ClockAhead = -TimeSpan.FromHours(1))
            .For(TimeSpan.FromHours(6), office => office.Machine.ClockAhead = TimeSpan.Zero));

    [Fact]
    public void A_secret_that_nobody_replaces_is_named_and_told()
    {
        var report = Play(days: 14, secretGoodForDays: 10, diary => diary.On(11, "The secret ends.", _ => { }, hour: 0)
            .UntilDay(13, "the administrator makes a new one at last.", office => office.Credentials.NewSecret(goodForDays: 200))
            .Announces(Who.Sales, FaultCodes.SecretExpired, "AADSTS7000222", FaultClass.AdministratorMustAct)
            .Stops(Who.Sales, FaultCodes.SecretExpired, "AADSTS7000222", FaultClass.AdministratorMustAct));

        Assert.StartsWith("The secret that ended at 2027-01-11", Assert.Single(Promise.Broken(report)), StringComparison.Ordinal);
        Assert.Equal([7, 3, 1, 0], report.Warnings.Select(w => w.Days).Where(d => d < 14));
    }

    [Fact]
    public void A_secret_of_whose_end_nobody_is_warned_is_told() =>
        Breaks(days: 10, ["Nobody was warned 7 days ahead", "Nobody was warned 3 days ahead"], secretGoodForDays: 12, diary => diary.On(1, "The administrator does not say when the secret ends.", office =>
            office.Configure(office.Sales, c => c with { Credentials = [.. c.Credentials.OfType<SecretCredential>().Select(s => s with { ExpiresAt = null })] }), hour: 1));

    [Fact]
    public void A_certificate_that_is_not_replaced_is_told() =>
        Breaks(days: 3, "The certificate of support ends at 2027-01-12", diary => diary.On(1, "The certificate is an administrator's, and short-lived.", office =>
        {
            office.Simulator.Apps.RemoveCertificate(office.Support.App, office.Support.App.Certificates[0].Id);
            office.Credentials.FirstCertificate(goodForDays: 11);
            office.Configure(office.Support, c => c with { Credentials = [.. c.Credentials.OfType<CertificateCredential>().Select(k => k with { IsOwn = false })] });
        }, hour: 1));

    [Fact]
    public void A_run_that_takes_too_long_is_told() =>
        Assert.Contains(Promise.Broken(Play(days: 1, _ => { }) with { Worked = TimeSpan.FromMinutes(3) }), b => b.StartsWith("The run took 00:03:00", StringComparison.Ordinal));

    private static Action<YearOffice> TokenEndpointIsDown(int hours) => office => office.AtTokenEndpoint(new Fault { Status = 503 }, TimeSpan.FromHours(hours));

    private static void Breaks(int days, string promise, Action<Diary> write) => Breaks(days, [promise], write);

    private static void Breaks(int days, string[] promises, Action<Diary> write) => Breaks(days, promises, secretGoodForDays: 200, write);

    private static void Breaks(int days, string[] promises, int secretGoodForDays, Action<Diary> write)
    {
        var broken = Promise.Broken(Play(days, secretGoodForDays, write)).ToList();
        Assert.All(promises, promise => Assert.Contains(broken, sentence => sentence.Contains(promise, StringComparison.Ordinal)));
    }

    private static YearReport Play(int days, Action<Diary> write) => Play(days, secretGoodForDays: 200, write);

    private static YearReport Play(int days, int secretGoodForDays, Action<Diary> write)
    {
        var diary = new Diary();
        PlainYear.Connect(diary, secretGoodForDays);
        write(diary);
        return YearRun.Play(diary, new YearOptions(Days: days));
    }
}
