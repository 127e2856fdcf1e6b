using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Decides for each mail of a batch, in order, where it belongs. Touches no database.</summary>
internal sealed class IntakePlan
{
    private readonly Dictionary<string, List<(IntakeThread Thread, string Fingerprint)>> _inBatch = [];
    private readonly Dictionary<TicketId, IntakeThread> _existing = [];
    private readonly IntakeKnowledge _knowledge;

    private IntakePlan(IntakeKnowledge knowledge) => _knowledge = knowledge;

    /// <summary>For each mail either the thread it joins or the reason it joins none.</summary>
    internal List<Decision> Decisions { get; } = [];

    internal List<IntakeThread> NewThreads { get; } = [];

    internal static IntakePlan Make(IReadOnlyList<UnderstoodMail> mails, IntakeKnowledge knowledge)
    {
        var plan = new IntakePlan(knowledge);
        foreach (var mail in mails)
        {
            plan.Decisions.Add(plan.Decide(mail));
        }

        return plan;
    }

    private Decision Decide(UnderstoodMail understood)
    {
        var mail = understood.Mail;
        if (mail.Automatic == AutomaticKind.OwnNotification)
        {
            return new Decision(null, IntakeIgnored.OwnNotification);
        }

        if (mail.MessageId is { } id && Copy(id, mail.From, understood.Fingerprint) is { } copy)
        {
            return copy;
        }

        var thread = ByIds(mail) ?? ByNumber(mail);
        if (thread is null)
        {
            thread = new IntakeThread(null);
            NewThreads.Add(thread);
        }

        if (mail.MessageId is { } own)
        {
            if (!_inBatch.TryGetValue(own, out var seen))
            {
                _inBatch.Add(own, seen = []);
            }

            seen.Add((thread, understood.Fingerprint));
        }

        if (mail.Customer is { } customer)
        {
            thread.Joined.Add(customer.Normalized);
        }

        return new Decision(thread, null);
    }

    private Decision? Copy(string id, MailAddress? from, string fingerprint)
    {
        foreach (var known in _knowledge.References[id])
        {
            // Whoever got our mail knows its id; only what also comes from our address is a copy of it.
            if (known.IsOurs && from is not null && RecipientRules.Same(from.Address, _knowledge.TicketsById.GetValueOrDefault(known.TicketId)?.MailboxAddress))
            {
                return new Decision(Existing(known.TicketId), IntakeIgnored.OwnCopy);
            }

            if (known.Fingerprint == fingerprint)
            {
                return new Decision(Existing(known.TicketId), IntakeIgnored.AlreadyThere);
            }
        }

        // Two different mails may share an id; only the same content makes it the same mail.
        return _inBatch.TryGetValue(id, out var seen) && seen.FirstOrDefault(other => other.Fingerprint == fingerprint) is { Thread: { } thread }
            ? new Decision(thread, IntakeIgnored.AlreadyThere)
            : null;
    }

    private IntakeThread? ByIds(IncomingMail mail)
    {
        foreach (var id in mail.InReplyTo.Concat(mail.References.Reverse()))
        {
            // A mail that names itself as its parent has none.
            if (id == mail.MessageId)
            {
                continue;
            }

            if (_inBatch.TryGetValue(id, out var seen))
            {
                return seen[0].Thread;
            }

            foreach (var known in _knowledge.References[id])
            {
                return Existing(known.TicketId);
            }
        }

        return null;
    }

    // A number is easily guessed: it counts only from somebody who took part.
    private IntakeThread? ByNumber(IncomingMail mail)
    {
        if (mail.Customer is not { } sender ||
            TicketReference.Find(mail.Subject) is not { } number ||
            !_knowledge.TicketsByNumber.TryGetValue(number, out var ticket))
        {
            return null;
        }

        var thread = Existing(ticket.Id);
        return _knowledge.TookPart(ticket.Id, sender.Normalized) || thread!.Joined.Contains(sender.Normalized) ? thread : null;
    }

    private IntakeThread? Existing(TicketId id)
    {
        if (!_existing.TryGetValue(id, out var thread) && _knowledge.TicketsById.TryGetValue(id, out var ticket))
        {
            _existing.Add(id, thread = new IntakeThread(ticket));
        }

        return thread;
    }

    internal sealed record Decision(IntakeThread? Thread, IntakeIgnored? Ignored);
}
