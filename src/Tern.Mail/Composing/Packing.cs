namespace Tern.Mail.Composing;

/// <summary>Decides which files go into the mail and which by upload.</summary>
internal static class Packing
{
    /// <summary>Room for the headers of a mail with many recipients and long references.</summary>
    internal const long HeaderReserve = 32 * 1024;

    private const long PartReserve = 1024;

    internal static (IReadOnlyList<OutgoingAttachment> Within, IReadOnlyList<OutgoingAttachment> ForUpload) Choose(IReadOnlyList<OutgoingAttachment> files, long room)
    {
        var chosen = new HashSet<int>();
        foreach (var index in Enumerable.Range(0, files.Count).OrderBy(i => files[i].ContentId is null))
        {
            var cost = Encoded(files[index].Size) + PartReserve;
            if (cost <= room)
            {
                room -= cost;
                chosen.Add(index);
            }
        }

        return (files.Where((_, i) => chosen.Contains(i)).ToList(), files.Where((_, i) => !chosen.Contains(i)).ToList());
    }

    /// <summary>Base64 in lines of 76 with CRLF (RFC 2045 §6.8).</summary>
    private static long Encoded(long size)
    {
        var characters = (size + 2) / 3 * 4;
        return characters + (characters / 72 + 1) * 2;
    }
}
