namespace Tern.Features.LiveUpdates;

internal static class LiveUpdatesFeature
{
    internal static IServiceCollection AddLiveUpdates(this IServiceCollection services)
    {
        services.AddSingleton<TicketFeed>();
        services.AddHostedService(provider => provider.GetRequiredService<TicketFeed>());
        return services;
    }

    internal static void MapLiveUpdates(this IEndpointRouteBuilder app) => StreamEvents.Map(app);
}
