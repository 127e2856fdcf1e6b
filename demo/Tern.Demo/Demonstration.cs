using System.Text.Json.Nodes;

namespace Tern.Demo;

/// <summary>Starts both sides, connects two mailboxes the first time, delivers a few mails, and ends both when asked to.</summary>
internal sealed class Demonstration(Places places, TimeProvider time) : IDisposable
{
    private const string Password = "demo-password";
    private const string Administrator = "anna@tern.example";
    private static readonly TimeSpan Start = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(20) };

    public void Dispose() => _http.Dispose();

    internal async Task<int> RunAsync(bool reset, CancellationToken stopping)
    {
        if (await IsTakenAsync(Places.SimulatorUrl) || await IsTakenAsync(Places.DeskUrl))
        {
            Console.Error.WriteLine($"Something listens on {Places.SimulatorUrl} or {Places.DeskUrl} already. Is the demo running elsewhere? End it first.");
            return 1;
        }

        if (reset && Directory.Exists(places.State))
        {
            Directory.Delete(places.State, recursive: true);
        }

        MakeData();
        var isFirst = !File.Exists(Path.Combine(places.State, "ready"));
        await WriteSettingsAsync(stopping);
        using var simulator = ChildProcess.Start(
            places.Simulator, Path.Combine(places.State, "simulator.log"), "--urls", Places.SimulatorUrl, "--state", places.Tenant, "--seed", "7");
        ChildProcess? desk = null;
        try
        {
            await WaitAsync($"{Places.SimulatorUrl}/_sim/clock", simulator, stopping);
            var tenant = new DemoTenant(_http, places);
            await tenant.LetTellAsync(stopping);
            var credentials = isFirst ? await tenant.CreateAsync(stopping) : null;
            if (isFirst)
            {
                await ChildProcess.RunAsync(places.Desk, Password, stopping, "user", "add", Administrator, "--admin", "--name", "Anna Admin", "--password-stdin", "--data", places.Data);
            }

            desk = ChildProcess.Start(places.Desk, Path.Combine(places.State, "desk.log"), "serve", "--data", places.Data);
            await WaitAsync($"{Places.DeskUrl}/health/ready", desk, stopping);
            if (credentials is not null)
            {
                await ConnectAsync(credentials, stopping);
                await DemoMail.SendAsync(_http, stopping);
                await File.WriteAllTextAsync(Path.Combine(places.State, "ready"), "", stopping);
            }

            Tell();
            await WaitForEndAsync(simulator, desk, stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Ctrl+C: the ordinary end.
        }
        catch (Exception exception) when (exception is HttpRequestException or InvalidOperationException or TimeoutException)
        {
            Console.Error.WriteLine($"The demo could not start: {exception.Message}\nLogs are in {places.State}. Start afresh with --reset.");
            return 1;
        }
        finally
        {
            if (desk is not null)
            {
                await desk.StopAsync(time);
                desk.Dispose();
            }

            await simulator.StopAsync(time);
        }

        Console.WriteLine("Both ended. Started again, they go on where they were; --reset begins anew.");
        return 0;
    }

    /// <summary>For its owner alone, as an operator makes it and "tern check" wants it; a directory of an earlier demo as well.</summary>
    private void MakeData()
    {
        Directory.CreateDirectory(places.Data);
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(places.Data, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    private Task WriteSettingsAsync(CancellationToken cancellationToken) => File.WriteAllTextAsync(
        Path.Combine(places.Data, "tern.json"),
        new JsonObject
        {
            ["Urls"] = Places.DeskUrl,
            ["PublicUrl"] = Places.DeskUrl,
            ["MailEngine"] = new JsonObject { ["PollInterval"] = "00:00:03" },
            ["Microsoft365"] = new JsonObject { ["Authority"] = $"{Places.SimulatorUrl}/", ["Graph"] = $"{Places.SimulatorUrl}/v1.0/", ["Push"] = "Always" },
        }.ToJsonString(new() { WriteIndented = true }),
        cancellationToken);

    /// <summary>support@ as the application itself; sales@ by signing in, as an administrator would do it in the browser.</summary>
    private async Task ConnectAsync(DemoCredentials credentials, CancellationToken cancellationToken)
    {
        await ChildProcess.RunAsync(
            places.Desk, credentials.Secret, cancellationToken,
            "mailbox", "connect", "support@contoso.example", "--tenant", "contoso.example", "--client-id", credentials.ClientId, "--secret-stdin", "--name", "Contoso Support", "--since", "all", "--data", places.Data);
        await ChildProcess.RunAsync(
            places.Desk, credentials.Secret, cancellationToken,
            "mailbox", "connect", "sales@contoso.example", "--tenant", "contoso.example", "--client-id", credentials.ClientId, "--secret-stdin", "--name", "Contoso Sales", "--since", "all", "--sign-in", "--data", places.Data);
        using var browser = new DemoBrowser();
        await browser.SignInToDeskAsync(Administrator, Password, cancellationToken);
        await browser.SignInWithMicrosoftAsync("sales@contoso.example", cancellationToken);
    }

    private void Tell()
    {
        // Relative where it can be typed so: the demo is started from the root of the checkout.
        var command = $"{Path.GetRelativePath(".", places.Desk)} mailbox list --data {Path.GetRelativePath(".", places.Data)}";
        Console.WriteLine($"""

            Tern is running beside a simulated Microsoft 365 (nothing here is real).

              Agents     {Places.DeskUrl}            sign in as {Administrator}, password {Password}
              Customers  {Places.SimulatorUrl}/customers  write as a customer and read the replies
              Commands   {command}

            support@contoso.example is connected as the application itself, sales@contoso.example by signing in.
            Ctrl+C ends both.

            """);
    }

    private async Task<bool> IsTakenAsync(string url)
    {
        try
        {
            using var response = await _http.GetAsync(new Uri(url), HttpCompletionOption.ResponseHeadersRead);
            return true;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private async Task WaitAsync(string url, ChildProcess process, CancellationToken cancellationToken)
    {
        var giveUp = time.GetUtcNow() + Start;
        while (time.GetUtcNow() < giveUp && !process.HasExited)
        {
            try
            {
                using var response = await _http.GetAsync(new Uri(url), cancellationToken);
                if (response.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // Not listening yet.
            }

            await Task.Delay(Look, time, cancellationToken);
        }

        throw new TimeoutException($"{url} does not answer.");
    }

    private async Task WaitForEndAsync(ChildProcess simulator, ChildProcess desk, CancellationToken stopping)
    {
        while (!simulator.HasExited && !desk.HasExited)
        {
            await Task.Delay(TimeSpan.FromSeconds(1), time, stopping);
        }

        throw new InvalidOperationException($"{(desk.HasExited ? "The help desk" : "The simulator")} ended by itself.");
    }
}
