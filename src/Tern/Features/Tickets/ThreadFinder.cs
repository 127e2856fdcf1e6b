using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>
/// Finds the ticket that a mail belongs to, by what it proves and never by its subject alone: ids that only those have who had a mail of the thread, then the
/// provider's guess, then a number in the subject. docs/decisions/0031 says why in this order.
/// </summary>
internal sealed class ThreadFinder(IntakeKnowledge knowledge, ReplyTokens tokens, TimeSpan reopensFor, DateTimeOffset now)
{
    private readonly Dictionary<string, List<(IntakeThread Thread, string Fingerprint)>> _inBatch = [];
    private readonly Dictionary<TicketId, IntakeThread> _existing = [];
    private readonly Dictionary<TicketId, IntakeThread> _followUps = [];

    /// <returns>The thread, and whether the mail proves that it belongs there; no thread where nothing leads to one.</returns>
    internal (IntakeThread? Thread, bool IsProven) Find(UnderstoodMail understood)
    {
        var proven = Newest(ByIds(understood.Mail));
        return (proven ?? Newest(ByConversation(understood)) ?? Newest(ByNumber(understood))) is { } named
            ? (Lead(named, understood), proven is not null)
            : (null, false);
    }

    internal IntakeThread? Existing(TicketId id)
    {
        if (!_existing.TryGetValue(id, out var thread) && knowledge.TicketsById.TryGetValue(id, out var ticket))
        {
            _existing.Add(id, thread = new IntakeThread(ticket));
        }

        return thread;
    }

    /// <summary>The thread of a mail of this batch with that id and content.</summary>
    internal IntakeThread? InBatch(string id, string fingerprint) =>
        _inBatch.TryGetValue(id, out var seen) && seen.FirstOrDefault(other => other.Fingerprint == fingerprint) is { Thread: { } thread } ? thread : null;

    /// <summary>Remembers where a mail went: the next ones of the batch may answer it.</summary>
    internal void Join(IntakeThread thread, UnderstoodMail understood)
    {
        if (understood.Mail.MessageId is { } own)
        {
            if (!_inBatch.TryGetValue(own, out var seen))
            {
                _inBatch.Add(own, seen = []);
            }

            seen.Add((thread, understood.Fingerprint));
        }

        if (understood.Mail.From is { } from)
        {
            thread.Joined.Add(from.Normalized);
        }
    }

    /// <summary>A mail may name two tickets: somebody answered in one what began in another. The newer is where the talk is.</summary>
    private static IntakeThread? Newest(IEnumerable<IntakeThread?> named) => named.OfType<IntakeThread>().MaxBy(thread => thread.Age);

    /// <summary>What only somebody can name who had a mail of the ticket: our signed tokens, and the id of any mail stored or sent.</summary>
    private IEnumerable<IntakeThread?> ByIds(IncomingMail mail)
    {
        foreach (var token in mail.TicketTokens)
        {
            yield return knowledge.TicketsByNumber.TryGetValue(token.Ticket, out var ticket) && tokens.Proves(token, ticket.Id.Value) ? Existing(ticket.Id) : null;
        }

        foreach (var id in mail.InReplyTo.Concat(mail.References).Append(mail.ReturnedMessageId).OfType<string>())
        {
            // A mail that names itself as its parent has none.
            if (id == mail.MessageId)
            {
                continue;
            }

            foreach (var (thread, _) in _inBatch.GetValueOrDefault(id) ?? [])
            {
                yield return thread;
            }

            foreach (var known in knowledge.References[id])
            {
                yield return Existing(known.TicketId);
            }
        }
    }

    /// <summary>The provider guesses, also by subject: its word counts only for an answer, and from somebody who took part.</summary>
    private IEnumerable<IntakeThread?> ByConversation(UnderstoodMail understood) =>
        understood.AnsweredConversation is { } conversation
            ? knowledge.Conversations[conversation].Select(id => FromParticipant(Existing(id), understood))
            : [];

    // A number is easily guessed: it counts only from somebody who took part.
    private IEnumerable<IntakeThread?> ByNumber(UnderstoodMail understood) =>
        TicketReference.FindAll(understood.Mail.Subject).Select(number =>
            knowledge.TicketsByNumber.TryGetValue(number, out var ticket) ? FromParticipant(Existing(ticket.Id), understood) : null);

    /// <summary>By the author that the mail is shown under, never by where it wants its answers: anybody can ask for answers to somebody else.</summary>
    private IntakeThread? FromParticipant(IntakeThread? thread, UnderstoodMail understood) =>
        thread?.Ticket is { } ticket
        && !understood.IsForged
        && understood.Mail.From is { } author
        && (knowledge.TookPart(ticket.Id, author.Normalized) || thread.Joined.Contains(author.Normalized))
            ? thread
            : null;

    /// <summary>From the ticket that was named to the one that lives: the survivor of a merge, or what follows up one closed long ago.</summary>
    private IntakeThread Lead(IntakeThread named, UnderstoodMail understood)
    {
        // A machine's mail begins nothing, and an agent's is for the ticket that it answers.
        var beginsWork = understood.Mail.Automatic is AutomaticKind.None or AutomaticKind.List && understood.Agent is null;
        var thread = named;
        for (var steps = 0; steps < IntakeKnowledge.MaxSteps && thread.Ticket is { } ticket; steps++)
        {
            if (ticket.MergedIntoId is { } survivor && Existing(survivor) is { } surviving)
            {
                thread = surviving;
            }
            else if (IsLongClosed(ticket) && beginsWork)
            {
                thread = knowledge.FollowUps[ticket.Id].MaxBy(next => next.Number) is { } followUp ? Existing(followUp.Id)! : FollowUp(ticket);
            }
            else
            {
                break;
            }
        }

        return thread;
    }

    private bool IsLongClosed(Ticket ticket) => ticket.Status == TicketStatus.Closed && (ticket.ClosedAt ?? ticket.UpdatedAt) + reopensFor <= now;

    private IntakeThread FollowUp(Ticket closed)
    {
        if (!_followUps.TryGetValue(closed.Id, out var thread))
        {
            _followUps.Add(closed.Id, thread = new IntakeThread(null, closed));
        }

        return thread;
    }
}
