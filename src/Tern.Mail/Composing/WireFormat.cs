using MimeKit;

namespace Tern.Mail.Composing;

internal static class WireFormat
{
    /// <summary>CRLF and no raw UTF-8 in headers: what every server accepts.</summary>
    internal static FormatOptions Options { get; } = Create();

    private static FormatOptions Create()
    {
        var options = FormatOptions.Default.Clone();
        options.NewLineFormat = NewLineFormat.Dos;
        options.International = false;
        options.ParameterEncodingMethod = ParameterEncodingMethod.Rfc2231;
        return options;
    }
}
