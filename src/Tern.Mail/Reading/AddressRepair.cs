namespace Tern.Mail.Reading;

/// <summary>Address lists as Outlook shows them, with semicolons between the mailboxes: RFC 5322 §3.4 has them at the end of a group only.</summary>
internal static class AddressRepair
{
    /// <summary>The list itself where it has groups, or no semicolon outside quotes, comments and brackets.</summary>
    internal static byte[] Mend(byte[] raw)
    {
        if (raw.AsSpan().IndexOf("mailto:"u8) is >= 0 and var link && (link == 0 || raw[link - 1] is (byte)' ' or (byte)'<'))
        {
            // The address of a link (RFC 6068), pasted whole.
            raw = [.. raw[..link], .. raw[(link + 7)..]];
        }

        if (raw.AsSpan().IndexOf((byte)';') < 0)
        {
            return raw;
        }

        byte[]? mended = null;
        var inQuotes = false;
        var closing = (byte)0;
        for (var i = 0; i < raw.Length; i++)
        {
            var b = raw[i];
            if (b == (byte)'\\')
            {
                i++;
            }
            else if (inQuotes || closing != 0)
            {
                inQuotes &= b != (byte)'"';
                closing = b == closing ? (byte)0 : closing;
            }
            else if (b == (byte)'"')
            {
                inQuotes = true;
            }
            else if (b is (byte)'<' or (byte)'(')
            {
                closing = b == (byte)'<' ? (byte)'>' : (byte)')';
            }
            else if (b == (byte)':')
            {
                return raw;
            }
            else if (b == (byte)';')
            {
                (mended ??= [.. raw])[i] = (byte)',';
            }
        }

        return mended ?? raw;
    }
}
