using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;
using Tern.Features.Identity.FirstRun;
using Tern.Features.Identity.Profile;
using Tern.Features.Identity.SignIn;

namespace Tern.Features.Identity;

internal static class IdentityFeature
{
    /// <summary>Agents and their passwords; needed by the command line as well.</summary>
    internal static IServiceCollection AddIdentity(this IServiceCollection services)
    {
        services.AddSingleton<AgentDirectory>();
        services.AddScoped<AgentCreation>();
        services.AddIdentityCore<Agent>(identity =>
        {
            identity.User.RequireUniqueEmail = true;
            identity.User.AllowedUserNameCharacters = "";
            identity.Lockout.MaxFailedAccessAttempts = 5;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(5);

            // NIST SP 800-63B §5.1.1: length, no composition rules.
            identity.Password.RequiredLength = 10;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
        }).AddUserStore<AgentStore>();
        return services;
    }

    /// <summary>Sessions and permissions of the web pages.</summary>
    internal static IServiceCollection AddSessions(this IServiceCollection services)
    {
        services.AddSingleton<FirstRunState>();
        services.AddScoped<CurrentAgent>();
        services.AddAuthentication(AgentClaims.Scheme).AddCookie(AgentClaims.Scheme);
        services.AddSingleton<IConfigureOptions<CookieAuthenticationOptions>, SessionCookie>();
        services.AddAuthorizationBuilder()
            .SetFallbackPolicy(new AuthorizationPolicyBuilder().RequireAuthenticatedUser().Build())
            .AddPolicy(Permissions.Agent, policy => policy.RequireAuthenticatedUser())
            .AddPolicy(Permissions.Administrator, policy => policy.RequireAuthenticatedUser().RequireClaim(AgentClaims.Administrator));
        return services;
    }

    /// <summary>While nobody has an account, every page leads to the creation of the administrator.</summary>
    internal static IApplicationBuilder UseFirstRun(this IApplicationBuilder app) => app.UseFirstRunGate();

    internal static void MapIdentity(this IEndpointRouteBuilder app)
    {
        CreateFirstAdministrator.Map(app);
        SignInAgent.Map(app);
        SignOutAgent.Map(app);
        EditProfile.Map(app);
        ChangePassword.Map(app);
    }
}
