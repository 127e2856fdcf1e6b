using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace Tern.Features.Tickets;

/// <summary>What an agent wrote, each picture in its place. Written by hand: between the pieces there must be no blank that the author did not type.</summary>
public sealed class PicturedText : ComponentBase
{
    [Parameter, EditorRequired] public required string Text { get; set; }

    [Parameter, EditorRequired] public required IReadOnlyList<PictureEntry> Pictures { get; set; }

    /// <summary>Where its pictures are, with the slash behind it.</summary>
    [Parameter, EditorRequired] public required string Path { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var rest = Text;
        while (Next(rest) is { } found)
        {
            builder.AddContent(0, rest[..found.At]);
            builder.OpenElement(1, "img");
            builder.AddAttribute(2, "class", "own-picture");
            builder.AddAttribute(3, "src", Path + Uri.EscapeDataString(found.Picture.ContentId));
            builder.AddAttribute(4, "alt", found.Picture.Name);
            builder.AddAttribute(5, "loading", "lazy");
            builder.CloseElement();
            rest = rest[(found.At + found.Picture.Name.Length + 2)..];
        }

        builder.AddContent(6, rest);
    }

    private (int At, PictureEntry Picture)? Next(string text) => Pictures
        .Select(picture => (At: text.IndexOf($"[{picture.Name}]", StringComparison.Ordinal), Picture: picture))
        .Where(found => found.At >= 0)
        .OrderBy(found => found.At)
        .Select(found => ((int, PictureEntry)?)found)
        .FirstOrDefault();
}
