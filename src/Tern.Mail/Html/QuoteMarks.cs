using AngleSharp.Dom;

namespace Tern.Mail.Html;

/// <summary>What a client's mark says about the element that bears it.</summary>
internal enum QuoteMark
{
    None,

    /// <summary>This element is a quote or a signature.</summary>
    Element,

    /// <summary>From here on everything is.</summary>
    Rest,
}

/// <summary>The marks by which the common clients set quotes and signatures apart in HTML.</summary>
internal static class QuoteMarks
{
    private static readonly string[] QuoteClasses =
    [
        "gmail_quote", "gmail_quote_container", "gmail_attr", "gmail_signature", "gmail_signature_prefix", "yahoo_quoted", "moz-cite-prefix", "moz-signature", "moz-forward-container",
        "protonmail_quote", "protonmail_signature_block", "tutanota_quote", "zmail_extra", "freebirdmessagequote", "OutlookMessageHeader", "msg_quote",
    ];

    private static readonly string[] RestIds =
        ["divRplyFwdMsg", "appendonsend", "stopSpelling", "mail-editor-reference-message-container", "OLK_SRC_BODY_SECTION", "isReplyContent"];

    private static readonly string[] SignatureIds = ["Signature", "ms-outlook-mobile-signature", "AppleMailSignature", "lineBreakAtBeginningOfSignature"];

    internal static QuoteMark Judge(IElement element)
    {
        if (element.Attributes.Length == 0)
        {
            return QuoteMark.None;
        }

        // Web mail prefixes ids when a mail passes through it: x_divRplyFwdMsg.
        var id = Plain(element.Id);
        if (id.Length > 0)
        {
            if (RestIds.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                return QuoteMark.Rest;
            }

            if (SignatureIds.Contains(id, StringComparer.OrdinalIgnoreCase))
            {
                return QuoteMark.Element;
            }
        }

        if (element.ClassName is { Length: > 0 })
        {
            foreach (var name in element.ClassList)
            {
                if (QuoteClasses.Contains(Plain(name), StringComparer.OrdinalIgnoreCase))
                {
                    return QuoteMark.Element;
                }
            }
        }

        if (element.LocalName == "blockquote" && string.Equals(element.GetAttribute("type"), "cite", StringComparison.OrdinalIgnoreCase))
        {
            return QuoteMark.Element;
        }

        return element.GetAttribute("name") is "messageReplySection" or "messageSignatureSection" ? QuoteMark.Element
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
                default:
                    any |= TakeOut(element);
                    break;
            }
        }

        return any;
    }

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
        var style = element.GetAttribute("style");
        return style is not null
            && style.Contains("border-top", StringComparison.OrdinalIgnoreCase)
            && (style.Contains("#E1E1E1", StringComparison.OrdinalIgnoreCase) || style.Contains("#B5C4DF", StringComparison.OrdinalIgnoreCase))
            && style.Contains("border:none", StringComparison.OrdinalIgnoreCase);
    }

    private static string Plain(string? name)
    {
        name ??= "";
        while (name.StartsWith("x_", StringComparison.Ordinal))
        {
            name = name[2..];
        }

        return name;
    }
}
