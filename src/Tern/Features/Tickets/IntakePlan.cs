using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Decides for each mail of a batch, in order, where it belongs. Touches no database.</summary>
internal sealed class IntakePlan
{
    private readonly IntakeKnowledge _knowledge;
    private readonly ThreadFinder _threads;

    private IntakePlan(IntakeKnowledge knowledge, ThreadFinder threads) => (_knowledge, _threads) = (knowledge, threads);

    /// <summary>For each mail either the thread it joins or the reason it joins none.</summary>
    internal List<Decision> Decisions { get; } = [];

    internal List<IntakeThread> NewThreads { get; } = [];

    internal static IntakePlan Make(IReadOnlyList<UnderstoodMail> mails, IntakeKnowledge knowledge, ThreadFinder threads)
    {
        var plan = new IntakePlan(knowledge, threads);
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

        if (mail.MessageId is { } id && Copy(id, understood) is { } copy)
        {
            return copy;
        }

        if (understood.Origin == MailOrigin.Sent)
        {
            return DecideSent(understood);
        }

        var (found, isProven) = _threads.Find(understood);
        var thread = found ?? new IntakeThread(null);
        if (thread.Ticket is null && !NewThreads.Contains(thread))
        {
            NewThreads.Add(thread);
        }

        _threads.Join(thread, understood);
        return new Decision(thread, null) { IsProven = isProven || thread.Ticket is null };
    }

    /// <summary>What people write in the mailbox itself, past Tern, belongs to the ticket that it answers, and opens none.</summary>
    private Decision DecideSent(UnderstoodMail understood)
    {
        if (understood.ProviderId is { } id && _knowledge.OwnDrafts.Contains(id))
        {
            return new Decision(null, IntakeIgnored.OwnCopy); // Exchange may have replaced our Message-ID; the id of the draft stays
        }

        var thread = _threads.Find(understood).Thread;
        thread = thread is { Ticket: null, FollowUpOf: { } closed } ? _threads.Existing(closed.Id) : thread;
        if (thread is not { Ticket: not null })
        {
            return new Decision(null, IntakeIgnored.SentElsewhere);
        }

        _threads.Join(thread, understood);
        return new Decision(thread, null) { IsProven = true };
    }

    private Decision? Copy(string id, UnderstoodMail understood)
    {
        var (from, fingerprint) = (understood.Mail.From, understood.Fingerprint);
        foreach (var known in _knowledge.References[id])
        {
            // Whoever got our mail knows its id; only what also comes from our address, or lies among what left, is a copy of it.
            if (known.IsOurs && understood.Origin == MailOrigin.Sent)
            {
                return new Decision(_threads.Existing(known.TicketId), IntakeIgnored.OwnCopy);
            }

            if (known.IsOurs && from is not null
                && (understood.IsFromUs || RecipientRules.Same(from.Address, _knowledge.TicketsById.GetValueOrDefault(known.TicketId)?.MailboxAddress)))
            {
                return new Decision(_threads.Existing(known.TicketId), IntakeIgnored.OwnCopy);
            }

            if (known.Fingerprint == fingerprint)
            {
                return new Decision(_threads.Existing(known.TicketId), IntakeIgnored.AlreadyThere);
            }
        }

        // Two different mails may share an id; only the same content makes it the same mail.
        return _threads.InBatch(id, fingerprint) is { } twin ? new Decision(twin, IntakeIgnored.AlreadyThere) : null;
    }

    internal sealed record Decision(IntakeThread? Thread, IntakeIgnored? Ignored)
    {
        /// <summary>The mail proves that it belongs there, or begins the ticket; what only a number or a guess led to brings nobody in.</summary>
        internal bool IsProven { get; init; }
    }
}
