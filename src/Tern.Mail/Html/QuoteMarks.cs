using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>What a client's mark says about the element that bears it.</summary>
internal enum QuoteMark
{
    None,

    /// <summary>This element is a quote or a signature.</summary>
    Element,

    /// <summary>This break and the element after it are a signature.</summary>
    BeforeSignature,

    /// <summary>The quotes are in this element, each in one of its own, and answers may stand between them.</summary>
    Container,

    /// <summary>From here on everything is.</summary>
    Rest,
}

/// <summary>The marks by which the common clients set quotes and signatures apart in HTML.</summary>
internal static class QuoteMarks
{
    private static readonly string[] QuoteClasses =
    [
        "gmail_quote", "gmail_quote_container", "gmail_attr", "gmail_signature", "gmail_signature_prefix", "yahoo_quoted", "moz-cite-prefix", "moz-signature", "moz-forward-container",
        "protonmail_quote", "protonmail_signature_block", "tutanota_quote", "zmail_extra", "zmail_extra_hr", "freebirdmessagequote", "OutlookMessageHeader", "msg_quote", "ms-outlook-mobile-reference-message",
    ];

    private static readonly string[] RestIds =
        ["divRplyFwdMsg", "appendonsend", "stopSpelling", "mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION", "isReplyContent", "zwchr"];

    private static readonly string[] ElementIds = ["Signature", "ms-outlook-mobile-signature", "AppleMailSignature", "composer_signature", "_rc_sig", "reply-intro"];

    // The greys of the line above Outlook's header block, as it writes them and as browsers write them anew.
    private static readonly string[] HeaderLines = ["#E1E1E1", "#B5C4DF", "rgb(225,225,225)", "rgb(181,196,223)"];

    internal static QuoteMark Judge(IElement element)
    {
        if (element.Attributes.Length == 0)
        {
            return QuoteMark.None;
        }

        var id = Plain(element.Id);
        if (id.Length > 0)
        {
            if (RestIds.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                return QuoteMark.Rest;
            }

            if (ElementIds.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                return QuoteMark.Element;
            }

            if (id.Equals("lineBreakAtBeginningOfSignature", StringComparison.OrdinalIgnoreCase))
            {
                return QuoteMark.BeforeSignature;
            }
        }

        if (element.ClassName is { Length: > 0 } && element.ClassList.Any(name => QuoteClasses.Contains(Plain(name), StringComparer.OrdinalIgnoreCase)))
        {
            // Gmail puts all that follows its introduction into one element; a forwarded mail is no blockquote there.
            return element.LocalName == "div" && element.Children.Any(IsBlockquote) ? QuoteMark.Container : QuoteMark.Element;
        }

        if (IsBlockquote(element) && string.Equals(element.GetAttribute("type"), "cite", StringComparison.OrdinalIgnoreCase))
        {
            return QuoteMark.Element;
        }

        return element.GetAttribute("name") is "messageReplySection" or "messageSignatureSection" or "quote" ? QuoteMark.Element
            : element.LocalName == "div" && IsOutlookHeader(element) ? QuoteMark.Rest
            : QuoteMark.None;
    }

    /// <summary>Removes quotes and signature from a page of bounded depth.</summary>
    /// <returns>False where nothing marks them; then nothing was removed.</returns>
    internal static bool TakeOut(IElement parent)
    {
        var any = false;
        for (var i = 0; i < parent.ChildNodes.Length; i++)
        {
            if (parent.ChildNodes[i] is not IElement element)
            {
                continue;
            }

            switch (Judge(element))
            {
                case QuoteMark.Rest:
                    RemoveFrom(element);
                    return true;
                case QuoteMark.Element:
                    parent.RemoveChild(element);
                    any = true;
                    i--;
                    break;
                case QuoteMark.BeforeSignature:
                    element.NextElementSibling?.Remove();
                    parent.RemoveChild(element);
                    any = true;
                    i--;
                    break;
                case QuoteMark.Container:
                    TakeOutQuotes(element);
                    any = true;
                    break;
                default:
                    any |= TakeOut(element);
                    break;
            }
        }

        return any;
    }

    // What stands before the first quote introduces it.
    private static void TakeOutQuotes(IElement container)
    {
        while (container.FirstChild is { } first && !(first is IElement element && IsBlockquote(element)))
        {
            container.RemoveChild(first);
        }

        for (var i = 0; i < container.ChildNodes.Length; i++)
        {
            if (container.ChildNodes[i] is IElement element && IsBlockquote(element))
            {
                container.RemoveChild(element);
                i--;
            }
        }

        TakeOut(container);
    }

    private static bool IsBlockquote(IElement element) => element.LocalName == "blockquote";

    // The element, what follows it, and what follows each of its parents.
    private static void RemoveFrom(IElement element)
    {
        INode? node = element;
        while (node?.Parent is { } parent)
        {
            while (parent.LastChild is { } last && last != node)
            {
                parent.RemoveChild(last);
            }

            if (node == element)
            {
                parent.RemoveChild(node);
            }

            node = parent;
        }
    }

    /// <summary>Outlook on the desktop has no mark but the line above the header block: a top border in one of its two greys.</summary>
    private static bool IsOutlookHeader(IElement element)
    {
        if (element.GetAttribute("style")?.Replace(" ", "", StringComparison.Ordinal) is not { } style)
        {
            return false;
        }

        // A browser may take the sides together: "border-style: solid none none; border-color: rgb(225, 225, 225) …".
        var isTopOnly = style.Contains("border-top", StringComparison.OrdinalIgnoreCase)
                && (style.Contains("border:none", StringComparison.OrdinalIgnoreCase) || style.Contains("border-bottom:none", StringComparison.OrdinalIgnoreCase))
            || style.Contains("border-style:solidnonenone", StringComparison.OrdinalIgnoreCase);
        return isTopOnly && Array.Exists(HeaderLines, colour => style.Contains(colour, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The name as the client gave it: web mail prefixes names when a mail passes through it ("x_divRplyFwdMsg"), Yahoo those of its own ("ydp1a2b3cyahoo_quoted").</summary>
    private static string Plain(string? name)
    {
        name ??= "";
        while (name.StartsWith("x_", StringComparison.Ordinal))
        {
            name = name[2..];
        }

        var yahoo = name.StartsWith("ydp", StringComparison.Ordinal) ? name.IndexOf("yahoo_quoted", StringComparison.Ordinal) : -1;
        return yahoo > 0 ? "yahoo_quoted" : name;
    }
}
