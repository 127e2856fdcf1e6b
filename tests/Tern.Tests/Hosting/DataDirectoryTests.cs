using System.Net.Sockets;
using Tern.Hosting;

namespace Tern.Tests.Hosting;

public sealed class DataDirectoryTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("tern-data").FullName;

    [Theory]
    [InlineData("tern.db")]
    [InlineData("keys/key-1.xml")]
    public void A_file_this_user_cannot_open_is_named(string name)
    {
        var path = Path.Combine(_folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);

        // A socket is a file that even the superuser cannot open.
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));

        var refused = Assert.Throws<DataDirectoryException>(() => DataDirectory.Open(_folder));

        Assert.Contains(path, refused.Message, StringComparison.Ordinal);
        Assert.Contains(Environment.UserName, refused.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
