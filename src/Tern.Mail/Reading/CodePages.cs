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
    internal static void Register() => Encoding.RegisterProvider(CodePagesEncodingProvider.Instance);
#pragma warning restore CA2255
}
