using Microsoft.AspNetCore.DataProtection;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Features.Mailboxes;
using Tern.Features.Tickets;

namespace Tern.Hosting;

/// <summary>Everything Tern is without its web pages: what the server and every command share.</summary>
internal static class TernServices
{
    internal static IServiceCollection AddTern(this IServiceCollection services, IConfiguration configuration, DataDirectory data)
    {
        services.AddSingleton(data);
        services.AddOptions<TernOptions>().Bind(configuration).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<Microsoft.Extensions.Options.IValidateOptions<TernOptions>, TernOptionsRules>();
        services.AddSingleton<PublicAddress>();
        services.AddSingleton(TimeProvider.System);
        services.AddLogging();

        // A fixed name and a fixed place: tokens encrypted by one process are read by every other, for years. Old keys are never taken away.
        services.AddDataProtection().SetApplicationName("Tern").PersistKeysToFileSystem(new DirectoryInfo(data.Combine("keys")));

        services.AddData(configuration[nameof(TernOptions.Database)]);
        services.AddIdentity();
        services.AddTickets();
        services.AddMailboxes();
        return services;
    }
}
