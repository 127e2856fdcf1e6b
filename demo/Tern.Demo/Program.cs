using Tern.Demo;

// One command: a simulated Microsoft 365 tenant and the help desk beside it, connected and with a few mails.
if (args.Any(a => a is not "--reset"))
{
    Console.Error.WriteLine("usage: dotnet run --project demo/Tern.Demo [-- --reset]");
    return 2;
}

using var stopping = new CancellationTokenSource();
Console.CancelKeyPress += (_, pressed) =>
{
    pressed.Cancel = true; // both processes are ended in good order below
    stopping.Cancel();
};
using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
{
    signal.Cancel = true;
    stopping.Cancel();
});
using var demonstration = new Demonstration(Places.Find(), TimeProvider.System);
return await demonstration.RunAsync(args.Contains("--reset"), stopping.Token);
