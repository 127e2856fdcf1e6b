using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tern.Features.Tickets;

internal sealed class TicketMapping :
    IEntityTypeConfiguration<Ticket>,
    IEntityTypeConfiguration<Participant>,
    IEntityTypeConfiguration<TicketEvent>,
    IEntityTypeConfiguration<Counter>,
    IEntityTypeConfiguration<ReplyKey>,
    IEntityTypeConfiguration<AutomaticAnswer>
{
    public void Configure(EntityTypeBuilder<Ticket> builder)
    {
        builder.ToTable("Tickets");
        builder.HasIndex(ticket => ticket.Number).IsUnique();
        builder.HasOne(ticket => ticket.Customer).WithMany().HasForeignKey(ticket => ticket.CustomerId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne(ticket => ticket.Assignee).WithMany().HasForeignKey(ticket => ticket.AssigneeId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Ticket>().WithMany().HasForeignKey(ticket => ticket.MergedIntoId).OnDelete(DeleteBehavior.SetNull);
        builder.HasOne<Ticket>().WithMany().HasForeignKey(ticket => ticket.FollowUpOfId).OnDelete(DeleteBehavior.SetNull);

        // One index for each way a list is read; the number makes the order total, so that paging by key never skips.
        builder.HasIndex(ticket => new { ticket.Shelf, ticket.LastMessageAt, ticket.Number });
        builder.HasIndex(ticket => new { ticket.Shelf, ticket.AssigneeId, ticket.LastMessageAt, ticket.Number });
        builder.HasIndex(ticket => new { ticket.LastMessageAt, ticket.Number });
    }

    public void Configure(EntityTypeBuilder<Participant> builder)
    {
        builder.ToTable("Participants");
        builder.HasKey(participant => new { participant.TicketId, participant.AddressNormalized });
        builder.HasOne<Ticket>().WithMany().HasForeignKey(participant => participant.TicketId);
    }

    public void Configure(EntityTypeBuilder<TicketEvent> builder)
    {
        builder.ToTable("TicketEvents");
        builder.HasOne<Ticket>().WithMany().HasForeignKey(entry => entry.TicketId);
        builder.HasIndex(entry => new { entry.TicketId, entry.Id });
    }

    public void Configure(EntityTypeBuilder<Counter> builder)
    {
        builder.ToTable("Counters");
        builder.HasKey(counter => counter.Name);
        builder.HasData(new { Name = Counter.Tickets, Value = 0L });
    }

    public void Configure(EntityTypeBuilder<ReplyKey> builder)
    {
        builder.ToTable("ReplyKeys");
        builder.Property(key => key.Id).ValueGeneratedNever();
    }

    public void Configure(EntityTypeBuilder<AutomaticAnswer> builder)
    {
        builder.ToTable("AutomaticAnswers");
        builder.HasKey(answer => new { answer.MessageId, answer.AddressNormalized });
        builder.HasOne<Message>().WithMany().HasForeignKey(answer => answer.MessageId);
        builder.HasIndex(answer => new { answer.AddressNormalized, answer.At });
        builder.HasIndex(answer => answer.TicketId);
    }
}
