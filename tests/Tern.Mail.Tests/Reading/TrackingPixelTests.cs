using System.Text;

namespace Tern.Mail.Tests.Reading;

/// <summary>Pictures that only tell the sender that the mail was read are noted, and not offered to be loaded.</summary>
public sealed class TrackingPixelTests
{
    [Theory]
    [InlineData("<img src=\"https://track.example/1\" width=\"1\" height=\"1\">")]
    [InlineData("<img src='//track.example/1' width=0 height=0>")]
    [InlineData("<img src=\"http://track.example/1\" style=\"width: 1px; height:1px\">")]
    [InlineData("<img src=\"http://track.example/1\" style=\"display:none !important\" width=\"300\">")]
    [InlineData("<img src=\"http://track.example/1\" style=\"visibility:hidden\">")]
    public void A_picture_too_small_to_be_seen_is_noted(string picture)
    {
        var mail = Read($"<p>Hello</p>{picture}");
        Assert.EndsWith("track.example/1", Assert.Single(mail.TrackingPixels), StringComparison.Ordinal);
        Assert.Contains("data-tracking-pixel", mail.Html, StringComparison.Ordinal);
        Assert.DoesNotContain(" src=", mail.Html, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<img src=\"https://pictures.example/1\" width=\"100\" height=\"1\">")]
    [InlineData("<img src=\"https://pictures.example/1\">")]
    [InlineData("<img src=\"https://pictures.example/1\" width=\"1%\" height=\"1%\">")]
    [InlineData("<img src=\"cid:1@example.com\" width=\"1\" height=\"1\">")]
    [InlineData("<img width=\"1\" height=\"1\" data-tracking-pixel>")]
    public void A_picture_that_is_meant_to_be_seen_is_not(string picture)
    {
        var mail = Read($"<p>Hello</p>{picture}");
        Assert.Empty(mail.TrackingPixels);
        Assert.DoesNotContain("data-tracking-pixel", mail.Html, StringComparison.Ordinal);
    }

    private static IncomingMail Read(string html) => MailReader.Read(Encoding.UTF8.GetBytes($"From: a@b.example\r\nContent-Type: text/html\r\n\r\n{html}"));
}
