using System.Net;
using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Tern.Features.Mailboxes;
using Tern.MailEngine.Errors;
using Tern.MailEngine.Microsoft365.Entra;
using Tern.Tests.Fixtures;

namespace Tern.Tests.Mailboxes;

/// <summary>The one test over the whole table of causes, and the page that shows them all.</summary>
public sealed partial class FaultCardTests(SqliteApp app) : DeskTests<SqliteApp>(app)
{
    /// <summary>The sections that a button may lead to; the mailbox's page has those that its connection has.</summary>
    private static readonly string[] Sections = ["sign-in", "credentials", "settings", "consent", "permissions", "verify", "mail"];

    private static readonly IReadOnlyDictionary<string, string> Names = new[] { typeof(FaultCodes), typeof(DeskFaults) }
        .SelectMany(type => type.GetFields(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static).Where(f => f.IsLiteral).Select(f => (Code: (string)f.GetRawConstantValue()!, Name: $"{type.Name}.{f.Name}")))
        .ToDictionary(f => f.Code, f => f.Name);

    public static TheoryData<string> Codes => [.. Names.Keys];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_cause_has_a_card_with_words_and_whoever_can_end_it(string code)
    {
        using var services = Words();
        var texts = services.GetRequiredService<FaultTexts>();
        var localizer = services.GetRequiredService<IStringLocalizer<FaultTexts>>();
        var card = FaultCards.Of(code);

        Assert.NotNull(card);
        Assert.All(
            new[] { texts.Of(code).Cause, texts.Of(code).Remedy, texts.Of(card.Effect) },
            sentence => Assert.Matches(@"^\p{Lu}[^\r\n]{15,300}[^.]\.$", sentence));
        string[] names = [$"{code}.Cause", $"{code}.Remedy", $"Effect.{card.Effect}", $"Healer.{card.Healer}", $"Group.{card.Group}", $"Button.{card.Anchor ?? "link"}"];
        Assert.All(names, name => Assert.False(localizer[name].ResourceNotFound, name));
        Assert.True(card.Anchor is null || Sections.Contains(card.Anchor), card.Anchor);
        Assert.True(
            card.Healer == FaultHealer.Itself || card.Anchor is not null || card.Link is not null || card.Script is not null,
            "Whoever can end it gets neither a button nor a command.");
    }

    [Theory]
    [MemberData(nameof(Codes))]
    public void Every_command_names_its_mailbox_and_lets_nothing_that_was_entered_out_of_its_quotes(string code)
    {
        using var services = Words();
        var localizer = services.GetRequiredService<IStringLocalizer<FaultTexts>>();
        if (FaultCards.Of(code)?.Script is not { } script)
        {
            return;
        }

        // Typographic quotation marks end a string of PowerShell as well, and a line break begins a command.
        foreach (var evil in new[] { "o'brien; rm -rf /", "o\u2019brien; rm -rf /", "o\u201Bbrien; rm -rf /", "brien\nrm -rf /" })
        {
            var command = script(FaultSubject.Example with { IsDelegated = evil[0] == 'b', Address = evil, Account = evil, Tenant = evil, ClientId = evil, RequestId = evil });

            Assert.False(localizer[$"Shell.{command.Shell}"].ResourceNotFound);
            Assert.NotEmpty(command.Text);
            Assert.DoesNotContain("rm -rf", Unquoted(command), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(FaultCodes.SecretWrong)]
    [InlineData(DeskFaults.SecretIsId)]
    [InlineData(FaultCodes.SecretExpired)]
    [InlineData(FaultCodes.CertificateRefused)]
    [InlineData(FaultCodes.CertificateExpired)]
    [InlineData(FaultCodes.CertificateRevoked)]
    [InlineData(FaultCodes.CredentialRefused)]
    [InlineData(FaultCodes.KeyRollRefused)]
    public void Who_makes_secrets_and_uploads_certificates_is_said_to_need_rights_in_Entra(string code)
    {
        using var services = Words();

        var who = services.GetRequiredService<FaultTexts>().Of(FaultCards.Of(code)!.Healer);

        Assert.Contains("owner of the app registration in Entra", who, StringComparison.Ordinal);
        Assert.Contains("administrator of Tern", who, StringComparison.Ordinal);
    }

    [Fact]
    public void Nobody_is_sent_to_sign_in_for_what_the_network_does()
    {
        var network = FaultCards.All.Where(card => FaultCodes.IsAboutTheNetwork(card.Code)).ToList();

        Assert.Equal(7, network.Count);
        Assert.All(network, card =>
        {
            Assert.Equal((FaultGroup.Network, FaultClass.Transient), (card.Group, FaultCodes.ClassOf(card.Code)));
            Assert.Contains(card.Healer, new[] { FaultHealer.Operator, FaultHealer.Itself });
            Assert.Null(card.Anchor);
            Assert.Empty(card.ProviderCodes);
        });
        Assert.All(FaultCards.All.Where(card => card.Group == FaultGroup.Network), card => Assert.Equal(FaultClass.Transient, FaultCodes.ClassOf(card.Code)));
    }

    [Fact]
    public void What_a_person_ends_is_never_tried_again_by_itself_and_the_other_way_round()
    {
        var ofDesk = new[] { DeskFaults.WrongAccount, DeskFaults.SignInNotOurs, FaultCodes.ConsentDeclined, FaultCodes.SignInPending };

        Assert.All(
            FaultCards.All.Where(card => card.Healer == FaultHealer.Person && !ofDesk.Contains(card.Code)),
            card => Assert.Equal((card.Code, FaultClass.PersonMustSignIn), (card.Code, FaultCodes.ClassOf(card.Code))));
        Assert.All(
            Names.Keys.Where(code => FaultCodes.ClassOf(code) == FaultClass.PersonMustSignIn),
            code => Assert.Equal((code, FaultCards.SignInSection), (code, FaultCards.Of(code)?.Anchor)));
    }

    [Fact]
    public void Every_card_belongs_to_a_cause_that_something_produces()
    {
        var sources = Directory.GetFiles(Path.Combine(Checkout.Root, "src"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".cs" or ".razor" && !Path.GetFileName(file).StartsWith("FaultC", StringComparison.Ordinal) && !file.Contains("/obj/", StringComparison.Ordinal))
            .SelectMany(file => FaultName().Matches(File.ReadAllText(file)).Select(m => m.Value))
            .ToHashSet();
        var ownProblems = OwnProblem().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "src/Tern/Features/Mailboxes/DeskFaults.cs"))).Select(m => $"DeskFaults.{m.Groups["name"].Value}");

        Assert.Equal(Names.Keys.Order(StringComparer.Ordinal), FaultCards.All.Select(card => card.Code).Order(StringComparer.Ordinal));
        Assert.Empty(Names.Values.Except(sources).Except(ownProblems));
        Assert.InRange(FaultCards.All.Count, 40, int.MaxValue);
    }

    [Fact]
    public void The_codes_on_a_card_lead_to_it()
    {
        var entra = FaultCards.All.SelectMany(card => card.ProviderCodes, (card, code) => (card.Code, Provider: code)).Where(row => row.Provider.StartsWith("AADSTS", StringComparison.Ordinal)).ToList();

        Assert.InRange(entra.Count, 90, int.MaxValue);
        Assert.All(entra, row => Assert.Equal((row.Code, row.Provider), (EntraSignIn.Refused("invalid_request", $"{row.Provider}: text").Code, row.Provider)));
    }

    [Fact]
    public async Task One_page_shows_them_all_to_administrators()
    {
        using var services = Words();
        var texts = services.GetRequiredService<FaultTexts>();
        using var ann = await App.SignInAsync();

        var page = WebUtility.HtmlDecode(await ann.ReadAsync(FaultCards.Path));

        Assert.All(FaultCards.All, card =>
        {
            Assert.Contains($"id=\"{card.Code}\"", page, StringComparison.Ordinal);
            Assert.Contains(texts.Of(card.Code).Cause, page, StringComparison.Ordinal);
            Assert.Contains(texts.Of(card.Code).Remedy, page, StringComparison.Ordinal);
            Assert.All(card.ProviderCodes, code => Assert.Contains(code, page, StringComparison.Ordinal));
        });
        Assert.Contains(FaultCards.Path, await ann.ReadAsync("/mailboxes"), StringComparison.Ordinal);
    }

    private static ServiceProvider Words() => new ServiceCollection().AddLogging().AddLocalization().AddSingleton<FaultTexts>().BuildServiceProvider();

    /// <summary>What a shell takes for commands: PowerShell doubles a quote inside quotes, a Unix shell leaves them for it.</summary>
    private static string Unquoted(FaultScript command) => command.Shell is FaultShell.GraphPowerShell or FaultShell.ExchangePowerShell
        ? PowerShellQuoted().Replace(command.Text, "")
        : UnixQuoted().Replace(command.Text, "");

    [GeneratedRegex("['\u2018-\u201B](?:[^'\u2018-\u201B]|['\u2018-\u201B]{2})*['\u2018-\u201B]")]
    private static partial Regex PowerShellQuoted();

    [GeneratedRegex(@"'[^']*'(?:\\''[^']*')*")]
    private static partial Regex UnixQuoted();

    [GeneratedRegex(@"\b(?:FaultCodes|DeskFaults)\.\w+")]
    private static partial Regex FaultName();

    [GeneratedRegex("\"\\w+\" => (?<name>\\w+),", RegexOptions.ExplicitCapture)]
    private static partial Regex OwnProblem();
}
