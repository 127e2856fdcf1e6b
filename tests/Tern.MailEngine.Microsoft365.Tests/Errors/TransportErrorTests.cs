using System.Net.Sockets;
using System.Reflection;
using Tern.MailEngine.Errors;

namespace Tern.MailEngine.Microsoft365.Tests.Errors;

/// <summary>A network fault is never called a sign-in fault, and it is known whether a request may have arrived.</summary>
public sealed class TransportErrorTests
{
    public static TheoryData<HttpRequestError, SocketError?, string, bool> Table => new()
    {
        { HttpRequestError.NameResolutionError, null, "name-unresolved", false },
        { HttpRequestError.NameResolutionError, SocketError.HostNotFound, "name-unresolved", false },
        { HttpRequestError.ConnectionError, SocketError.TryAgain, "name-unresolved", false },
        { HttpRequestError.ConnectionError, SocketError.ConnectionRefused, "connection-refused", false },
        { HttpRequestError.ConnectionError, SocketError.AccessDenied, "connection-refused", false },
        { HttpRequestError.ConnectionError, SocketError.NetworkUnreachable, "network-down", false },
        { HttpRequestError.ConnectionError, SocketError.HostUnreachable, "network-down", false },
        { HttpRequestError.ConnectionError, SocketError.TimedOut, "timeout", false },
        { HttpRequestError.ConnectionError, null, "network-down", false },
        { HttpRequestError.SecureConnectionError, null, "tls-failed", false },
        { HttpRequestError.ProxyTunnelError, null, "proxy-refused", false },
        { HttpRequestError.ResponseEnded, null, "connection-broken", true },
        { HttpRequestError.HttpProtocolError, null, "connection-broken", true },
        { HttpRequestError.InvalidResponse, null, "connection-broken", true },
        { HttpRequestError.Unknown, null, "connection-broken", true },
    };

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_failure_below_HTTP_has_its_cause(HttpRequestError error, SocketError? socket, string cause, bool mayHaveHappened)
    {
        var exception = TransportErrors.Translate(new HttpRequestException(error, "x", socket is { } code ? new SocketException((int)code) : null));

        Assert.Equal((cause, FaultClass.Transient, mayHaveHappened), (exception.Fault.Code, exception.Fault.Class, exception.MayHaveHappened));
        Assert.True(FaultCodes.IsAboutTheNetwork(cause));
        Assert.False(FaultCodes.IsAboutTheCredential(cause));
    }

    [Fact]
    public void A_body_that_breaks_off_is_the_connections_doing() => Assert.Equal("connection-broken", TransportErrors.Translate(new IOException("cut")).Fault.Code);

    [Fact]
    public void A_time_that_is_over_is_none_of_the_sign_ins_doing()
    {
        var exception = TransportErrors.TimedOut(TimeSpan.FromSeconds(30));

        Assert.Equal(("timeout", FaultClass.Transient, true), (exception.Fault.Code, exception.Fault.Class, exception.MayHaveHappened));
    }

    [Fact]
    public void No_cause_of_the_network_asks_anybody_to_sign_in()
    {
        var codes = typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToList();

        Assert.Equal(codes.Count, codes.Distinct().Count());
        Assert.Equal(7, codes.Count(FaultCodes.IsAboutTheNetwork));
        Assert.All(codes.Where(FaultCodes.IsAboutTheNetwork), code => Assert.Equal(FaultClass.Transient, FaultCodes.ClassOf(code)));
    }
}
