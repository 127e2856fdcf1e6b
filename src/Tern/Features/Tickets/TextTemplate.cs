using Fluid;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Texts with placeholders in Liquid: <c>{{ ticket.number }}</c>, <c>{{ ticket.subject }}</c>, <c>{{ customer.name }}</c>, <c>{{ customer.address }}</c>, <c>{{ mailbox.name }}</c>, <c>{{ mailbox.address }}</c>.</summary>
internal static class TextTemplate
{
    internal const int MaxLength = 20_000;
    private static readonly FluidParser Parser = new();

    // Steps bound what a loop may cost; nothing but plain values is handed in.
    private static readonly TemplateOptions Options = new() { MaxSteps = 10_000, MaxRecursion = 10 };

    /// <summary>What is wrong with a text, in the parser's words with line and column; null where nothing is.</summary>
    internal static string? Problem(string text)
    {
        if (!Parser.TryParse(text, out var template, out var error))
        {
            return error;
        }

        try
        {
            var someone = new MailAddress("someone@example.org", "Someone");
            template.Render(Context(new TemplateFacts(1, "Subject", someone, someone)));
            return null;
        }
        catch (InvalidOperationException tooMuch)
        {
            return tooMuch.Message;
        }
    }

    /// <param name="text">One that <see cref="Problem"/> found nothing wrong with.</param>
    internal static string Fill(string text, TemplateFacts facts) => Parser.Parse(text).Render(Context(facts)).ReplaceLineEndings("\n").Trim();

    private static TemplateContext Context(TemplateFacts facts)
    {
        var context = new TemplateContext(Options);
        context.SetValue("ticket", new Dictionary<string, object> { ["number"] = facts.Number, ["subject"] = facts.Subject });
        context.SetValue("customer", Person(facts.Customer));
        context.SetValue("mailbox", Person(facts.Mailbox));
        return context;
    }

    private static Dictionary<string, object> Person(MailAddress person) => new() { ["name"] = person.NameOrLocalPart, ["address"] = person.Address };
}

/// <summary>What a text may speak of.</summary>
internal sealed record TemplateFacts(long Number, string Subject, MailAddress Customer, MailAddress Mailbox);
