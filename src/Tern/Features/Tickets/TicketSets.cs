using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Tickets;

internal static class TicketSets
{
    extension(TernDbContext db)
    {
        internal DbSet<Ticket> Tickets => db.Set<Ticket>();

        internal DbSet<Message> Messages => db.Set<Message>();

        internal DbSet<MessageReference> MessageReferences => db.Set<MessageReference>();

        internal DbSet<Participant> Participants => db.Set<Participant>();

        internal DbSet<Attachment> Attachments => db.Set<Attachment>();

        internal DbSet<TicketEvent> TicketEvents => db.Set<TicketEvent>();

        internal DbSet<OutboxItem> Outbox => db.Set<OutboxItem>();

        internal DbSet<DeliveryFailure> DeliveryFailures => db.Set<DeliveryFailure>();

        internal DbSet<UndeliverableAddress> UndeliverableAddresses => db.Set<UndeliverableAddress>();

        internal DbSet<ReplyKey> ReplyKeys => db.Set<ReplyKey>();

        internal DbSet<AutomaticAnswer> AutomaticAnswers => db.Set<AutomaticAnswer>();

        internal DbSet<Counter> Counters => db.Set<Counter>();
    }
}
