namespace Tern.Mail.Tests.Composing;

/// <summary>Plain text in which a picture's name in square brackets stands for the picture.</summary>
public sealed class PicturedTextTests
{
    [Fact]
    public void The_page_shows_them_in_their_places_and_the_text_keeps_their_names()
    {
        var content = ContentComposer.Compose(MessageBody.WithPictures("First [a.png], then [b & c.png].\nNot [d.png].", [Picture("a.png", "1@inline"), Picture("b & c.png", "2@inline")]));

        Assert.Equal("First [a.png], then [b & c.png].\nNot [d.png].", content.Text.Trim());
        Assert.Contains("First <img src=\"cid:1@inline\" alt=\"a.png\">, then <img src=\"cid:2@inline\" alt=\"b &amp; c.png\">.", content.Html, StringComparison.Ordinal);
        Assert.Contains("Not [d.png].", content.Html, StringComparison.Ordinal);
        Assert.Equal(["1@inline", "2@inline"], content.Attachments.Select(picture => picture.ContentId));
    }

    [Fact]
    public void A_name_that_is_markup_stays_words_and_a_picture_behind_an_address_is_no_part_of_it()
    {
        const string Name = "\"><script>.png";

        var content = ContentComposer.Compose(MessageBody.WithPictures($"<b> https://example.org/[{Name}]", [Picture(Name, "1@inline")]));

        Assert.DoesNotContain("<script", content.Html, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;b&gt;", content.Html, StringComparison.Ordinal);
        Assert.Contains("<a href=\"https://example.org/\">", content.Html, StringComparison.Ordinal);
        Assert.Single(content.Attachments, picture => picture.ContentId == "1@inline");
    }

    private static OutgoingAttachment Picture(string name, string id) => new(name, "image/png", 1, () => new MemoryStream([1]), id);
}
