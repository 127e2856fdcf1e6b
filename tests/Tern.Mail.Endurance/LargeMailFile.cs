using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Tern.Mail.Endurance;

/// <summary>A mail with one large file, written and read without ever being held: the largest that Exchange Online takes.</summary>
internal static class LargeMailFile
{
    internal static IReadOnlyList<string> Kinds { get; } = ["base64", "quoted-printable", "8bit", "attached mail", "many files"];

    /// <summary>Writes one of about so many bytes, reads it, and compares every file with what was written.</summary>
    /// <returns>What is wrong; empty where nothing is.</returns>
    internal static string Check(string kind, long size, string path)
    {
        var hashes = Write(kind, size, path);
        using var file = File.OpenRead(path);
        var mail = MailReader.Read(file);
        var seen = mail.Attachments.Select(a => a.Sha256).ToList();
        return mail.Text.Trim() != "hello" ? $"The text is \"{mail.Text}\"."
            : mail.Unread is { } unread ? unread
            : !seen.SequenceEqual(hashes) ? $"Files {string.Join(", ", mail.Attachments.Select(a => $"{a.Name} of {a.Size}"))} are not what was written."
            : mail.Attachments.Sum(a => a.Size) < size / 3 ? "The files are too small to show anything."
            : "";
    }

    private static List<string> Write(string kind, long size, string path)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false)) { NewLine = "\r\n" };
        file.Write("From: Ann <ann@example.com>\r\nTo: support@example.com\r\nSubject: All of it\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nhello\r\n");
        var random = new Random(20261129);
        var count = kind == "many files" ? 50 : 1;
        var hashes = Enumerable.Range(1, count).Select(i => WritePart(file, kind, i, size / count, random)).ToList();
        file.Write("--b--\r\n");
        return hashes;
    }

    private static string WritePart(StreamWriter file, string kind, int number, long size, Random random)
    {
        var encoding = kind is "quoted-printable" or "8bit" ? kind : kind == "attached mail" ? "7bit" : "base64";
        var type = kind == "attached mail" ? "message/rfc822" : encoding == "base64" ? "application/zip" : "text/csv; charset=utf-8";
        file.Write(string.Create(CultureInfo.InvariantCulture, $"--b\r\nContent-Type: {type}\r\nContent-Disposition: attachment; filename=all{number}\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n"));
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        if (kind == "attached mail")
        {
            const string Head = "From: Ben <ben@example.com>\r\nSubject: Inside\r\nContent-Type: text/plain\r\n\r\n";
            file.Write(Head);
            hash.AppendData(Encoding.ASCII.GetBytes(Head));
        }

        var bytes = new byte[57];
        for (long written = 0; written < size; written += 78)
        {
            // A line that the encoding before the boundary does not own is part of what was encoded.
            var isLast = written + 78 >= size;
            random.NextBytes(bytes);
            var words = Convert.ToBase64String(bytes);
            switch (encoding)
            {
                case "base64":
                    file.Write(words + "\r\n");
                    hash.AppendData(bytes);
                    break;
                case "quoted-printable":
                    file.Write(isLast ? words[..60] + "=C3=BC\r\n" : words[..60] + "=C3=BC=\r\n");
                    hash.AppendData(Encoding.UTF8.GetBytes(words[..60] + "ü"));
                    break;
                default:
                    file.Write(words + "\r\n");
                    hash.AppendData(Encoding.ASCII.GetBytes(isLast ? words : words + "\r\n"));
                    break;
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
