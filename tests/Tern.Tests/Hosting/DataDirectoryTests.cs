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

    [Fact]
    public void A_file_that_is_gone_since_it_was_listed_is_no_trouble()
    {
        // A link to nothing is listed, and not there when it is opened.
        File.CreateSymbolicLink(Path.Combine(_folder, "tern.db-journal"), Path.Combine(_folder, "gone"));

        Assert.Equal(_folder, DataDirectory.Open(_folder).FullPath);
    }

    [Fact]
    public void A_folder_that_others_may_look_into_is_said_so_with_the_remedy()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Modes are a matter of Unix.");
            return;
        }

        Assert.Null(DataDirectory.Open(_folder).OpenToOthers());

        File.SetUnixFileMode(_folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);

        Assert.Contains($"chmod 700 {_folder}", DataDirectory.Open(_folder).OpenToOthers(), StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
