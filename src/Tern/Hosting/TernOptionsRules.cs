using System.Net;
using Microsoft.Extensions.Options;

namespace Tern.Hosting;

/// <summary>Says before the start what is wrong with the settings, each in one sentence with the remedy.</summary>
internal sealed class TernOptionsRules : IValidateOptions<TernOptions>
{
    public ValidateOptionsResult Validate(string? name, TernOptions options)
    {
        var problems = new List<string>();
        foreach (var url in options.Urls.Split(';'))
        {
            if (!Uri.TryCreate(url.Replace("://*", "://localhost").Replace("://+", "://localhost"), UriKind.Absolute, out var listen) || listen.Scheme is not ("http" or "https"))
            {
                problems.Add($"Urls: \"{url}\" is not an address to listen on; write for example http://127.0.0.1:8080.");
            }
        }

        if (problems.Count == 0)
        {
            CheckPublicUrl(options.Public, problems);
        }

        foreach (var proxy in options.KnownProxies)
        {
            if (!IPAddress.TryParse(proxy, out _) && !IPNetwork.TryParse(proxy, out _))
            {
                problems.Add($"KnownProxies: \"{proxy}\" is neither an address such as 10.0.0.5 nor a network such as 10.0.0.0/24.");
            }
        }

        return problems.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(problems);
    }

    private static void CheckPublicUrl(Uri address, List<string> problems)
    {
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            problems.Add($"PublicUrl: \"{address}\" is not an absolute address; write for example https://desk.example.com.");
            return;
        }

        if (address.Scheme == "http" && !address.IsLoopback)
        {
            problems.Add($"PublicUrl: \"{address}\" must begin with https, because sign-in and Microsoft 365 refuse plain http except on this machine itself. Set it to the address people type, also when a proxy ends TLS.");
        }

        if (address.AbsolutePath != "/" || address.Query.Length > 0 || address.Fragment.Length > 0)
        {
            problems.Add($"PublicUrl: \"{address}\" must be a host alone, without a path; Tern lives at the root of its host.");
        }
    }
}
