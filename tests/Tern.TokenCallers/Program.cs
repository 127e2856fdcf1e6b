using System.Security.Cryptography;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Tern.Data;
using Tern.Features.Mailboxes;
using Tern.Hosting;
using Tern.MailEngine.Settings;
using Tern.MailEngine.Tokens;

// end DATA                  brings the stored token to its end
// ask DATA CALLERS GOFILE   waits for the file, then asks CALLERS times at once, and prints a hash of every token it got
await using var host = TernHost.Build(DataDirectory.Open(args[1]), []);
var services = host.Services;
await using var db = await services.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContextAsync();
if (args[0] == "end")
{
    var soon = TimeProvider.System.GetUtcNow() + TimeSpan.FromSeconds(5);
    return await db.AccessTokens.ExecuteUpdateAsync(set => set.SetProperty(t => t.RefreshAt, soon).SetProperty(t => t.ExpiresAt, soon)) == 1 ? 0 : 1;
}

var mailbox = await db.Mailboxes.Select(m => m.Id).SingleAsync();
var settings = await services.GetRequiredService<IMailboxDirectory>().FindAsync(mailbox, CancellationToken.None);
var keeper = services.GetRequiredService<TokenKeeper>();
Console.WriteLine("ready");
while (!File.Exists(args[3]))
{
    await Task.Delay(TimeSpan.FromMilliseconds(5), TimeProvider.System);
}

var callers = Enumerable.Range(0, int.Parse(args[2], System.Globalization.CultureInfo.InvariantCulture)).Select(_ => Task.Run(() => keeper.GetAsync(settings!.Connection, CancellationToken.None)));
foreach (var token in await Task.WhenAll(callers))
{
    Console.WriteLine($"token {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token.Value)))[..16]}");
}

return 0;
