using MimeKit;

namespace Tern.Mail;

internal static class WireFormat
{
    /// <summary>CRLF and no raw UTF-8 in new headers: what every server accepts, and how an attached mail left its sender (RFC 5322 §2.1).</summary>
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
