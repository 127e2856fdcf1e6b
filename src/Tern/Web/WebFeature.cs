using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Http.HttpResults;
using Tern.Data;
using Tern.Features.Identity;
using Tern.Hosting;

namespace Tern.Web;

internal static class WebFeature
{
    internal static IServiceCollection AddWeb(this IServiceCollection services)
    {
        services.AddLocalization();
        services.AddRazorComponents();
        services.AddHttpContextAccessor();
        services.AddSingleton<Assets>();
        services.AddSingleton<SecurityHeaders>();
        services.AddSessions();
        services.AddAntiforgery(options =>
        {
            options.FormFieldName = Csrf.FieldName;
            options.HeaderName = "X-Csrf-Token";
            options.SuppressXFrameOptionsHeader = true;
        });
        services.AddOptions<Microsoft.AspNetCore.Antiforgery.AntiforgeryOptions>().Configure<PublicAddress>((options, address) =>
        {
            options.Cookie.Name = address.IsHttps ? "__Host-tern-csrf" : "tern-csrf";
            options.Cookie.Path = "/";
            options.Cookie.SameSite = SameSiteMode.Strict;
            options.Cookie.SecurePolicy = address.IsHttps ? CookieSecurePolicy.Always : CookieSecurePolicy.None;
        });
        services.Configure<RouteHandlerOptions>(routes => routes.ThrowOnBadRequest = true); // a form that cannot be read gets a page that says so, not an empty one
        services.Configure<FormOptions>(form => form.MultipartBodyLengthLimit = Server.MaxRequestBody);
        return services;
    }

    internal static void UseWeb(this WebApplication app)
    {
        app.UseConnectionPeer();
        app.UseForwardedHeaders();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<SecurityHeaders>().Apply(context);
            return next(context);
        });
        app.UseRouting();
        app.UseProblemPages();
        app.UsePlainHttpGate();
        app.UseFirstRun();
        app.UseAuthentication();
        app.UseAuthorization();
        app.UseAntiforgeryGate();

        // The gate has decided already; form binding asks for this one all the same.
        app.UseAntiforgery();
        app.UseEndpoints(_ => { });
    }

    internal static void MapWeb(this WebApplication app)
    {
        app.Services.GetRequiredService<Assets>().Map(app);
        app.MapGet("/denied", () => Problems.Page(StatusCodes.Status403Forbidden, "NotAllowed")).AllowAnonymous();
        app.MapGet("/health/live", () => TypedResults.Text("live")).AllowAnonymous();
        app.MapGet("/health/ready", IsReadyAsync).AllowAnonymous();
    }

    private static async Task<Results<ContentHttpResult, StatusCodeHttpResult>> IsReadyAsync(
        DatabaseMigration migration, TernDbContext db, CancellationToken cancellationToken) =>
        migration.IsDone && await db.Database.CanConnectAsync(cancellationToken)
            ? TypedResults.Text("ready")
            : TypedResults.StatusCode(StatusCodes.Status503ServiceUnavailable);
}
