namespace Tern.Mail.Reading;

/// <summary>A mail that is too large to be held, in a stream that can seek.</summary>
/// <param name="Bytes">What is read of it, mended.</param>
/// <param name="Problems">What had to be mended.</param>
internal sealed record LargeMail(FiledMail Bytes, ProblemList Problems)
{
    /// <summary>Null where it is built so that it can only be read in memory: its first lines do not end as they should, or its headers never do.</summary>
    internal static LargeMail? Open(Stream file)
    {
        var (start, length) = (file.Position, file.Length);
        var head = new byte[Limits.HeaderBlockBytes + Limits.HeaderBytes];
        var read = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        var problems = new ProblemList();
        var end = Math.Min(length, start + Limits.MailBytes);
        if (end < length)
        {
            problems.AddUnread(MailReader.TooLarge);
        }

        return RawMail.Prepare(head.AsMemory(0, read), file, start + read, end, problems) is { } bytes ? new LargeMail(bytes, problems) : Back();

        LargeMail? Back()
        {
            file.Position = start;
            return null;
        }
    }
}
