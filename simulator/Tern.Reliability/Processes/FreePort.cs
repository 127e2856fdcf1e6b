using System.Net;
using System.Net.Sockets;

namespace Tern.Reliability.Processes;

internal static class FreePort
{
    internal static Uri Address()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
    }
}
