using System.Diagnostics;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Management.Automation.Runspaces;
using Tern.Features.Mailboxes;
using Tern.Features.Mailboxes.Connect;

namespace Tern.Tests.Mailboxes;

/// <summary>
/// The scripts that the wizard writes: PowerShell's and bash's own parsers find no mistake in them, and whatever people entered stays one word that nobody runs.
/// None of them has ever been run against Microsoft (docs/guide/unproven.md).
/// </summary>
public sealed class ScriptTests
{
    private static readonly string[] Hostile =
    [
        "Tern (desk.example.com)",
        "O'Brien's desk",
        "’; Remove-Item -Recurse / #",
        "‘‚‛'\"; rm -rf / #",
        "$(touch pwned) `touch pwned` ${HOME} $env:PATH",
        "a\nTouch-It\r\ntouch it\u2028and on",
        "\\'; touch pwned; '",
        "@(1); & calc.exe | Out-Null",
        "日本語 – Ünïcode 🐦",
        "'",
        "EOF",
    ];

    public static TheoryData<ConnectWay, ProofKind?, Cloud, string> Orders()
    {
        var data = new TheoryData<ConnectWay, ProofKind?, Cloud, string>();
        foreach (var name in Hostile)
        {
            foreach (var proof in Enum.GetValues<ProofKind>())
            {
                data.Add(ConnectWay.App, proof, Cloud.Worldwide, name);
                data.Add(ConnectWay.SignIn, proof, Cloud.GccHigh, name);
            }

            data.Add(ConnectWay.Device, null, Cloud.China, name);
            data.Add(ConnectWay.App, ProofKind.Secret, Cloud.Dod, name);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public void PowerShell_reads_the_registration_without_a_mistake_and_each_text_as_one(ConnectWay way, ProofKind? proof, Cloud cloud, string name)
    {
        var texts = Texts(PowerShellRegistration.Write(Order(way, proof, cloud, name)));

        Assert.Contains(Plain(name), texts);
        Assert.Contains(Plain($"https://desk.example.com/{name}"), texts);
        Assert.Equal(proof == ProofKind.Federated, texts.Contains(Plain($"system:{name}")));
    }

    [Theory]
    [MemberData(nameof(Orders))]
    public async Task Bash_hands_each_text_to_az_as_one_argument_and_runs_nothing_of_it(ConnectWay way, ProofKind? proof, Cloud cloud, string name)
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bash"), "There is no bash here.");
        var folder = Directory.CreateTempSubdirectory("tern-script-").FullName;
        try
        {
            // az is a stand-in that writes its arguments down; every other program is out of reach but the few that the script names.
            var script = AzureRegistration.Write(Order(way, proof, cloud, name));
            const string Stand = "az() { printf '[%s]\\0' \"$@\" >> arguments; [ \"$1 $2 $3\" = 'ad app list' ] || echo id; }; sleep() { :; }; touch() { echo \"$@\" >> ran; }; rm() { [ \"$1\" = -f ] && /usr/bin/rm \"$@\" || echo \"$@\" >> ran; }\n";
            await File.WriteAllTextAsync(Path.Combine(folder, "script.sh"), Stand + script, TestContext.Current.CancellationToken);

            Assert.Equal((0, ""), await BashAsync(folder, "-n", "script.sh"));
            var (exit, error) = await BashAsync(folder, "script.sh");

            Assert.True(exit == 0, error);
            var arguments = (await File.ReadAllTextAsync(Path.Combine(folder, "arguments"), TestContext.Current.CancellationToken)).Split('\0');
            Assert.Contains($"[{Plain(name)}]", arguments);
            Assert.Contains($"[{Plain($"https://desk.example.com/{name}")}]", arguments);
            Assert.False(File.Exists(Path.Combine(folder, "ran")));
            Assert.Equal(["arguments", "script.sh"], Directory.EnumerateFiles(folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void PowerShell_reads_the_narrowing_without_a_mistake_and_each_address_as_one()
    {
        foreach (var hostile in Hostile)
        {
            foreach (var cloud in Enum.GetValues<Cloud>())
            {
                var texts = Texts(ScopeScript.Write("11111111-2222-3333-4444-555555555555", cloud, [$"{hostile}@contoso.com", $"second{hostile}@contoso.com"], $"ceo{hostile}@contoso.com"));
                Assert.Contains(Plain($"{hostile}@contoso.com"), texts);
                Assert.Contains(Plain($"second{hostile}@contoso.com"), texts);
                Assert.Contains(Plain($"ceo{hostile}@contoso.com"), texts);
            }

            Texts(ScopeScript.Write("11111111-2222-3333-4444-555555555555", Cloud.Worldwide, [hostile], forbidden: null));
        }
    }

    [Theory]
    [InlineData("billing@contoso.com")]
    [InlineData("hr@contoso.com")]
    [InlineData(null)]
    public void The_consent_for_the_whole_tenant_goes_only_when_Exchange_has_every_mailbox_in_the_scope(string? outside)
    {
        var (done, refusal) = Run(
            ScopeScript.Write("11111111-2222-3333-4444-555555555555", Cloud.Worldwide, ["hr@contoso.com", "billing@contoso.com"], "ceo@contoso.com"),
            $$"""
            function Get-MgServicePrincipal { param($Filter) @{ Id = "sp of $Filter"; DisplayName = 'Tern'; AppRoles = @(@{ Id = 'rw'; Value = 'Mail.ReadWrite' }, @{ Id = 'send'; Value = 'Mail.Send' }, @{ Id = 'other'; Value = 'User.Read.All' }) } }
            function Get-DistributionGroup { param($Identity) @{ Identity = 'group'; DistinguishedName = 'CN=group' } }
            function Get-DistributionGroupMember { param($Identity, $ResultSize) @{ PrimarySmtpAddress = 'hr@contoso.com' } }
            function Get-Mailbox { param($Identity) @{ PrimarySmtpAddress = $Identity } }
            function Test-ServicePrincipalAuthorization { param($Identity, $Resource) foreach ($role in 'Application Mail.ReadWrite', 'Application Mail.Send') { [pscustomobject]@{ RoleName = $role; InScope = ($Resource -ne '{{outside}}' -or $role -eq 'Application Mail.Send') } } }
            function Get-MgServicePrincipalAppRoleAssignment { param($ServicePrincipalId, [switch]$All) foreach ($role in 'rw', 'send', 'other') { @{ Id = "assignment of $role"; AppRoleId = $role; ResourceId = "sp of appId eq '00000003-0000-0000-c000-000000000000'" } } }
            """,
            nothing: ["Connect-MgGraph", "Connect-ExchangeOnline", "Get-ServicePrincipal", "Get-ManagementScope", "Get-ManagementRoleAssignment", "Format-Table"],
            told: ["New-ServicePrincipal", "Add-DistributionGroupMember", "New-ManagementScope", "New-ManagementRoleAssignment", "Remove-MgServicePrincipalAppRoleAssignment"]);

        Assert.Single(done, line => line.StartsWith("Add-DistributionGroupMember", StringComparison.Ordinal) && line.Contains("billing@contoso.com", StringComparison.Ordinal));
        Assert.Equal(outside, refusal is null ? null : outside is not null && refusal.Contains(outside, StringComparison.Ordinal) ? outside : refusal);
        Assert.Equal(
            outside is null ? ["assignment of rw", "assignment of send"] : [],
            done.Where(line => line.StartsWith("Remove-", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("assignment", StringComparison.Ordinal))..]));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PowerShell_does_not_register_a_second_application_of_the_same_name(bool isThere)
    {
        var (done, refusal) = Run(
            PowerShellRegistration.Write(Order(ConnectWay.App, ProofKind.Secret, Cloud.Worldwide, "Tern (desk.example.com)")),
            $$"""
            function Get-MgApplication { param($Filter) if (${{isThere}} -and $Filter -eq "displayName eq 'Tern (desk.example.com)'") { @{ AppId = 'the client'; Id = 'the object' } } }
            function Get-MgServicePrincipal { param($Filter) @{ Id = 'graph'; AppId = 'graph'; AppRoles = @([pscustomobject]@{ Id = 1; Value = 'Mail.ReadWrite'; AllowedMemberTypes = @('Application') }, [pscustomobject]@{ Id = 2; Value = 'Mail.Send'; AllowedMemberTypes = @('Application') }) } }
            function Get-MgContext { @{ TenantId = 'tenant' } }
            function Get-Date { [DateTime]::UnixEpoch }
            """,
            nothing: ["Connect-MgGraph", "Write-Host", "Out-Null", "Add-MgApplicationPassword"],
            told: ["New-MgApplication", "New-MgServicePrincipal", "New-MgServicePrincipalAppRoleAssignment"]);

        Assert.Equal(isThere, refusal?.Contains("the client", StringComparison.Ordinal) == true);
        Assert.Equal(isThere ? 0 : 4, done.Count);
    }

    [Fact]
    public async Task Bash_does_not_register_a_second_application_and_leaves_the_console_open()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/bash"), "There is no bash here.");
        var folder = Directory.CreateTempSubdirectory("tern-script-").FullName;
        try
        {
            // Pasted: the lines after it are the console that must still be there.
            var script = AzureRegistration.Write(Order(ConnectWay.App, ProofKind.Secret, Cloud.Worldwide, "Tern (desk.example.com)"));
            const string Stand = "az() { printf '%s\n' \"$*\" >> arguments; echo the-client; }; sleep() { :; }\n";
            await File.WriteAllTextAsync(Path.Combine(folder, "script.sh"), $"{Stand}{script}touch console-is-open\n", TestContext.Current.CancellationToken);

            var (_, error) = await BashAsync(folder, "script.sh");

            Assert.Contains("the-client", error, StringComparison.Ordinal);
            Assert.DoesNotContain("app create", await File.ReadAllTextAsync(Path.Combine(folder, "arguments"), TestContext.Current.CancellationToken), StringComparison.Ordinal);
            Assert.True(File.Exists(Path.Combine(folder, "console-is-open")));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Runs a script among stand-ins for Microsoft's commands.</summary>
    /// <param name="script">The script.</param>
    /// <param name="answers">Stand-ins that answer.</param>
    /// <param name="nothing">Commands that do nothing here.</param>
    /// <param name="told">Commands that are written down with their arguments.</param>
    /// <returns>What was done, in its order, and what the script stopped with.</returns>
    private static (IReadOnlyList<string> Done, string? Refusal) Run(string script, string answers, string[] nothing, string[] told)
    {
        using var shell = PowerShell.Create(InitialSessionState.CreateDefault2());
        var done = new List<string>();
        shell.Runspace.SessionStateProxy.SetVariable("done", done);
        var stands = string.Join('\n', nothing.Select(name => $"function {name} {{ }}").Concat(told.Select(name => $"function {name} {{ $done.Add('{name} ' + ($args -join ' ')) }}")));
        try
        {
            shell.AddScript($"{answers}\n{stands}\n{script}").Invoke();
            return (done, null);
        }
        catch (RuntimeException refusal)
        {
            return (done, refusal.Message);
        }
    }

    /// <summary>The strings of a script, as PowerShell understands them; its mistakes fail the test.</summary>
    private static List<string> Texts(string script)
    {
        var tree = Parser.ParseInput(script, out _, out var errors);
        Assert.True(errors.Length == 0, string.Join('\n', errors.Select(e => e.ToString())) + script);
        return [.. tree.FindAll(node => node is StringConstantExpressionAst { StringConstantType: StringConstantType.SingleQuoted }, searchNestedScriptBlocks: true).Cast<StringConstantExpressionAst>().Select(text => text.Value)];
    }

    private static RegistrationOrder Order(ConnectWay way, ProofKind? proof, Cloud cloud, string name) => new()
    {
        Name = name,
        Cloud = cloud,
        Way = way,
        RedirectUris = [$"https://desk.example.com/{name}"],
        Permissions = ["Mail.ReadWrite", "Mail.Send"],
        Proof = proof,
        Certificate = proof == ProofKind.OwnCertificate ? Convert.ToBase64String([.. Enumerable.Range(0, 999).Select(i => (byte)i)]) : null,
        Federated = proof == ProofKind.Federated ? new FederatedIdentity("https://issuer.example", $"system:{name}", "api://AzureADTokenExchange") : null,
    };

    /// <summary>What is left of a name in a script: line breaks are blanks.</summary>
    private static string Plain(string text) => string.Concat(text.Select(c => char.IsControl(c) || c is '\u2028' or '\u2029' ? ' ' : c));

    private static async Task<(int ExitCode, string Error)> BashAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("/usr/bin/bash") { WorkingDirectory = folder, RedirectStandardError = true, RedirectStandardOutput = true, UseShellExecute = false };
        start.ArgumentList.Add("--noprofile");
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["TMPDIR"] = Path.GetTempPath();
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await output;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (process.ExitCode, error);
    }
}
