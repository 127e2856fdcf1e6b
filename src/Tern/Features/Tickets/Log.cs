using Tern.Features.Identity;

namespace Tern.Features.Tickets;

internal static partial class Log
{
    [LoggerMessage(EventId = 2010, EventName = "TicketAssigned", Level = LogLevel.Information, Message = "Ticket {TicketNumber} assigned to {AgentId}")]
    internal static partial void TicketAssigned(ILogger logger, long ticketNumber, AgentId? agentId);

    [LoggerMessage(EventId = 2011, EventName = "TicketStatusChanged", Level = LogLevel.Information, Message = "Ticket {TicketNumber} is {Status} now")]
    internal static partial void StatusChanged(ILogger logger, long ticketNumber, TicketStatus status);

    [LoggerMessage(EventId = 2012, EventName = "ReplyQueued", Level = LogLevel.Information, Message = "A reply in ticket {TicketNumber} waits to leave as {OutboxKey}")]
    internal static partial void ReplyQueued(ILogger logger, long ticketNumber, OutboxKey outboxKey);

    [LoggerMessage(EventId = 2013, EventName = "NoteAdded", Level = LogLevel.Information, Message = "A note was added to ticket {TicketNumber}")]
    internal static partial void NoteAdded(ILogger logger, long ticketNumber);

    [LoggerMessage(EventId = 2016, EventName = "DeliveryResolved", Level = LogLevel.Information, Message = "Ticket {TicketNumber}: an agent decided about outgoing mail {OutboxKey}, which is {State} now")]
    internal static partial void DeliveryResolved(ILogger logger, long ticketNumber, OutboxKey outboxKey, OutboxState state);

    [LoggerMessage(EventId = 2017, EventName = "MailForwarded", Level = LogLevel.Information, Message = "A message of ticket {TicketNumber} is passed on as {OutboxKey}")]
    internal static partial void Forwarded(ILogger logger, long ticketNumber, OutboxKey outboxKey);

    [LoggerMessage(EventId = 2018, EventName = "TicketWritten", Level = LogLevel.Information, Message = "Ticket {TicketNumber} was begun by an agent with mail {OutboxKey}")]
    internal static partial void TicketWritten(ILogger logger, long ticketNumber, OutboxKey outboxKey);

    [LoggerMessage(EventId = 2019, EventName = "MailCameBack", Level = LogLevel.Information, Message = "Ticket {TicketNumber}: a mail did not arrive at {Failed} addresses, of which {Dead} are dead now")]
    internal static partial void MailCameBack(ILogger logger, long ticketNumber, int failed, int dead);

    [LoggerMessage(EventId = 2020, EventName = "AddressCleared", Level = LogLevel.Information, Message = "Ticket {TicketNumber}: an agent took the mark from an address that mail had come back from")]
    internal static partial void AddressCleared(ILogger logger, long ticketNumber);

    [LoggerMessage(EventId = 2014, EventName = "ReplyKeyUnreadable", Level = LogLevel.Warning, Message = "Reply key {ReplyKeyId} cannot be decrypted with the keys in this data directory: answers to mail sent under it are found by Message-ID only")]
    internal static partial void ReplyKeyUnreadable(ILogger logger, int replyKeyId);

    [LoggerMessage(EventId = 2015, EventName = "TicketMerged", Level = LogLevel.Information, Message = "Ticket {TicketNumber} was merged into {SurvivorNumber}")]
    internal static partial void TicketMerged(ILogger logger, long ticketNumber, long survivorNumber);
}
