namespace Tern.Benchmarks.Understanding;

/// <summary>Mails that are read in turns, and the cheapest turn of each way of reading so far, in milliseconds of CPU.</summary>
internal sealed record MailGroup(string Name, IReadOnlyList<byte[]> Mails)
{
    internal double Parsed { get; set; } = double.MaxValue;

    internal double Decoded { get; set; } = double.MaxValue;

    internal double Understood { get; set; } = double.MaxValue;
}
