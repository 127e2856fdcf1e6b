using System.Text.RegularExpressions;

namespace Tern.ArchitectureTests;

/// <summary>The engine's libraries promise what their PublicAPI files list; the compiler compares (RS0016, RS0017).</summary>
public sealed partial class PublicApiTests
{
    private static IEnumerable<string> Libraries =>
        Repository.Files.Where(f => f.StartsWith("src/Tern.MailEngine", StringComparison.Ordinal) && f.EndsWith(".csproj", StringComparison.Ordinal));

    [Fact]
    public void Every_engine_library_lists_its_public_api() =>
        Found.Nothing(
            from library in Libraries
            let folder = library[..library.LastIndexOf('/')]
            where !Repository.Text(library).Contains("eng/engine-library.props", StringComparison.Ordinal)
                || !Repository.Files.Contains($"{folder}/PublicAPI.Shipped.txt") || !Repository.Files.Contains($"{folder}/PublicAPI.Unshipped.txt")
            select library,
            "Import eng/engine-library.props and add the two files (eng/update-public-api.sh):");

    [Fact]
    public void No_engine_library_shows_the_types_of_another_library() =>
        Found.Nothing(
            Repository.LinesMatching(Repository.Files.Where(f => f.Contains("/PublicAPI.", StringComparison.Ordinal)), Foreign()),
            "Whoever uses the engine must not compile against what it is built with:");

    [GeneratedRegex(@"\b(Duende|Polly|Microsoft\.IdentityModel|MimeKit|MailKit|Orleans|Microsoft\.Graph|Microsoft\.Identity)\.", RegexOptions.ExplicitCapture)]
    private static partial Regex Foreign();
}
