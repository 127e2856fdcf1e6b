using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tern.Data.Blobs;
using Tern.Data.PostgreSql;
using Tern.Data.Sqlite;
using Tern.Hosting;

namespace Tern.Data;

internal static class DataFeature
{
    internal static IServiceCollection AddData(this IServiceCollection services, string? connectionString)
    {
        services.AddSingleton<FeedSignal>();
        services.AddSingleton<BlobStore>();
        services.AddSingleton<DatabaseMigration>();
        services.AddSingleton<Installation>();
        if (string.IsNullOrWhiteSpace(connectionString))
        {
            services.AddPooled<SqliteTernDbContext>((provider, options) =>
                SqliteDatabase.Configure(options, provider.GetRequiredService<DataDirectory>().Combine(SqliteDatabase.FileName)));
        }
        else
        {
            services.AddPooled<PostgreSqlTernDbContext>((provider, options) =>
                PostgreSqlDatabase.Configure(options, provider.GetRequiredService<IOptions<TernOptions>>().Value.Database!));
        }

        // The only scoped registration: a pooled context that is disposed twice could be taken from whoever got it in between.
        services.AddScoped(provider => provider.GetRequiredService<IDbContextFactory<TernDbContext>>().CreateDbContext());
        return services;
    }

    private static void AddPooled<TContext>(this IServiceCollection services, Action<IServiceProvider, DbContextOptionsBuilder> configure)
        where TContext : TernDbContext
    {
        services.AddPooledDbContextFactory<TContext>((provider, options) =>
        {
            configure(provider, options);
            options.AddInterceptors(new CommitSignal(provider.GetRequiredService<FeedSignal>()));
        });
        services.AddSingleton<IDbContextFactory<TernDbContext>, TernDbContextFactory<TContext>>();
    }
}
