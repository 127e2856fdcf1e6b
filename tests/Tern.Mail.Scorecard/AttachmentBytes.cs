namespace Tern.Mail.Scorecard;

/// <summary>What is in a file, all of it at once, for comparing.</summary>
public static class AttachmentBytes
{
    public static byte[] Bytes(this MailAttachment file)
    {
        using var content = file.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }
}
