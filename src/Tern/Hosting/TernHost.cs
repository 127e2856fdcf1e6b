using System.Globalization;
using Tern.Data;
using Tern.Features.Administration;
using Tern.Features.Identity;
using Tern.Features.LiveUpdates;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;
using Tern.Web;

namespace Tern.Hosting;

/// <summary>The web server with everything in it; used by <c>tern serve</c> and by the tests.</summary>
internal static class TernHost
{
    internal static WebApplication Build(
        DataDirectory data,
        IEnumerable<KeyValuePair<string, string?>> settings,
        Action<WebApplicationBuilder>? adjust = null)
    {
        UseInvariantCulture();
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = "tern", ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.AddTernSources(data, settings);
        builder.AddServer();
        builder.Services.AddTern(builder.Configuration, data);
        builder.Services.AddWeb();
        builder.Services.AddLiveUpdates();
        builder.Services.AddMailboxPages();
        builder.Services.AddAdministrationPages();
        adjust?.Invoke(builder);

        var app = builder.Build();
        app.UseWeb();
        app.MapWeb();
        app.MapIdentity();
        app.MapTickets();
        app.MapLiveUpdates();
        app.MapMailboxes();
        app.MapAdministration();
        return app;
    }

    /// <summary>Texts for machines never depend on where the server stands; what people read is formatted for them.</summary>
    internal static void UseInvariantCulture()
    {
        CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
    }

    internal static async Task MigrateAsync(IServiceProvider services, CancellationToken cancellationToken) =>
        await services.GetRequiredService<DatabaseMigration>().RunAsync(cancellationToken);
}
