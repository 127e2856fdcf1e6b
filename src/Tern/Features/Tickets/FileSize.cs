namespace Tern.Features.Tickets;

internal static class FileSize
{
    internal static string Of(long bytes) => bytes switch
    {
        < 1024 => $"{bytes} B",
        < 1024 * 1024 => $"{bytes / 1024.0:0} kB",
        _ => $"{bytes / 1024.0 / 1024.0:0.#} MB",
    };
}
