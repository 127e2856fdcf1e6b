using Microsoft.Graph.Models.ODataErrors;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Http.HttpClientLibrary.Middleware.Options;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>What Microsoft's client makes of a refusal.</summary>
internal static class Refusal
{
    /// <summary>The status and the code the client reports, and the error itself.</summary>
    internal static async Task<ODataError> OfAsync(int status, string code, Func<Task> call)
    {
        var error = await Assert.ThrowsAsync<ODataError>(call);
        Assert.Equal((status, code), (error.ResponseStatusCode, error.Error?.Code));
        return error;
    }

    /// <summary>Without the client's own retries, so that the first answer is the one that is seen.</summary>
    internal static void AtOnce<T>(RequestConfiguration<T> configuration)
        where T : class, new() => configuration.Options.Add(new RetryHandlerOption { MaxRetry = 0 });
}
