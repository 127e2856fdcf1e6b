using System.Runtime.CompilerServices;
using System.Text;

namespace Tern.Mail.Reading;

/// <summary>Mails still come in windows-125x, gb2312, koi8-r and their kind, and .NET knows those only once they are registered.</summary>
internal static class CodePages
{
    /// <summary>
    /// Runs when the library is loaded, before MimeKit is first used from it: MimeKit remembers the charsets it once did not find,
    /// so that a mail composed first would spoil those read later.
    /// </summary>
#pragma warning disable CA2255 // A library's initializer is wanted here: whoever uses any part of it needs the code pages.
    [ModuleInitializer]
    internal static void Register()
    {
        Encoding.RegisterProvider(new Usual());
        Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
    }
#pragma warning restore CA2255

    /// <summary>
    /// The encodings of nearly all mail. Asked for one it does not have, the provider of the others reads through its whole index, every time, and MimeKit asks for each
    /// encoded word; so these answer first, with what .NET would answer in the end.
    /// </summary>
    private sealed class Usual : EncodingProvider
    {
        public override Encoding? GetEncoding(int codepage) => codepage switch
        {
            65001 => Encoding.UTF8,
            20127 => Encoding.ASCII,
            28591 => Encoding.Latin1,
            _ => null,
        };

        public override Encoding? GetEncoding(string name) => null;
    }
}
