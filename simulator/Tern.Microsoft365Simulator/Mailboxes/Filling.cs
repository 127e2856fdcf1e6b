using System.Globalization;
using System.Text;
using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>
/// Fills a mailbox with the kind of mail a help desk gets: short questions in plain text, some in HTML, some that answer an earlier one. Drawn from the
/// seed, received over the time before now.
/// </summary>
internal static class Filling
{
    private const double HtmlShare = 0.25;
    private const double AnswerShare = 0.2;
    private static readonly string[] Words =
        ("order invoice printer password account delivery please cannot since yesterday the our my again still error page number customer support thank you " +
            "when will it be here broken screen update after before and with from new old reply question about").Split(' ');

    private static readonly string[] Names = ["Ann", "Bob", "Carla", "Dana", "Emil", "Fatima", "Goran", "Hanna", "Igor", "Jana", "Kofi", "Lena", "Mika", "Nora", "Omar", "Petra"];

    internal static void Fill(World world, Mailbox mailbox, string folder, int messages, TimeSpan over)
    {
        var into = mailbox.Folder(folder);
        var gap = messages == 0 ? TimeSpan.Zero : over / messages;
        var last = string.Empty;
        for (var i = 0; i < messages; i++)
        {
            var received = world.Now - over + (gap * (i + 1));
            var id = $"<{world.Random.Next():x}@customer.example>";
            var raw = Write(world, mailbox, id, world.Random.Happens(AnswerShare) ? last : string.Empty, received);
            Delivery.Into(world, mailbox, into, raw, received);
            last = id;
        }
    }

    private static byte[] Write(World world, Mailbox mailbox, string id, string answered, DateTimeOffset date)
    {
        var name = Names[world.Random.Next(Names.Length)];
        var isHtml = world.Random.Happens(HtmlShare);
        var text = new StringBuilder(900)
            .Append("From: ").Append(name).Append(" <").Append(name.ToLowerInvariant()).Append(world.Random.Next(1000)).Append("@customer.example>\r\n")
            .Append("To: ").Append(mailbox.Address).Append("\r\nSubject: ").Append(answered.Length > 0 ? "Re: " : string.Empty);
        Sentence(world, text, 3, 7);
        text.Append("\r\nMessage-ID: ").Append(id).Append("\r\nDate: ").Append(date.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss +0000", CultureInfo.InvariantCulture));
        if (answered.Length > 0)
        {
            text.Append("\r\nIn-Reply-To: ").Append(answered).Append("\r\nReferences: ").Append(answered);
        }

        text.Append("\r\nMIME-Version: 1.0\r\nContent-Type: ").Append(isHtml ? "text/html" : "text/plain").Append("; charset=utf-8\r\n\r\n");
        for (var lines = 2 + world.Random.Next(8); lines > 0; lines--)
        {
            text.Append(isHtml ? "<p>" : string.Empty);
            Sentence(world, text, 5, 14);
            text.Append(isHtml ? "</p>\r\n" : "\r\n");
        }

        return Encoding.ASCII.GetBytes(text.ToString());
    }

    private static void Sentence(World world, StringBuilder text, int shortest, int longest)
    {
        for (var words = shortest + world.Random.Next(longest - shortest + 1); words > 0; words--)
        {
            text.Append(Words[world.Random.Next(Words.Length)]).Append(words > 1 ? ' ' : '.');
        }
    }
}
