using Tern.Features.Administration.InspectMail;
using Tern.Features.Identity;
using Tern.Web;

namespace Tern.Features.Administration;

internal static class AdministrationFeature
{
    internal static IServiceCollection AddAdministrationPages(this IServiceCollection services)
    {
        services.AddScoped<INavigationSection, AdministrationNavigation>();
        return services;
    }

    internal static void MapAdministration(this IEndpointRouteBuilder app)
    {
        var administration = app.MapGroup("/administration").RequireAuthorization(Permissions.Administrator);
        InspectUploadedMail.Map(administration);
    }
}
