using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tern.Features.Tickets;

internal sealed class MessageMapping :
    IEntityTypeConfiguration<Message>,
    IEntityTypeConfiguration<MessageReference>,
    IEntityTypeConfiguration<Attachment>,
    IEntityTypeConfiguration<OutboxItem>,
    IEntityTypeConfiguration<DeliveryFailure>,
    IEntityTypeConfiguration<UndeliverableAddress>
{
    public void Configure(EntityTypeBuilder<Message> builder)
    {
        builder.ToTable("Messages");
        builder.Property(message => message.To).HasConversion<AddressListConverter, AddressListComparer>();
        builder.Property(message => message.Cc).HasConversion<AddressListConverter, AddressListComparer>();
        builder.Property(message => message.Bcc).HasConversion<AddressListConverter, AddressListComparer>();
        builder.Property(message => message.Invitation).HasConversion<InvitationConverter>();
        builder.HasOne<Ticket>().WithMany().HasForeignKey(message => message.TicketId);
        builder.HasIndex(message => new { message.TicketId, message.Position });
        builder.HasIndex(message => message.ConversationId);
    }

    public void Configure(EntityTypeBuilder<MessageReference> builder)
    {
        builder.ToTable("MessageReferences");
        builder.HasKey(reference => new { reference.Header, reference.MessageId });
        builder.HasOne<Message>().WithMany().HasForeignKey(reference => reference.MessageId);
    }

    public void Configure(EntityTypeBuilder<Attachment> builder)
    {
        builder.ToTable("Attachments");
        builder.HasOne<Message>().WithMany().HasForeignKey(attachment => attachment.MessageId);
    }

    public void Configure(EntityTypeBuilder<OutboxItem> builder)
    {
        builder.ToTable("Outbox");
        builder.HasKey(item => item.Key);
        builder.HasOne<Message>().WithMany().HasForeignKey(item => item.MessageId);
        builder.HasIndex(item => item.MessageId).IsUnique();
        builder.HasIndex(item => new { item.MailboxId, item.State, item.NextAttemptAt });
        builder.HasIndex(item => item.MessageIdHeader).IsUnique();
        builder.HasIndex(item => new { item.MailboxId, item.AskedAt });
        builder.Property(item => item.Recipients).HasDefaultValue(1);
    }

    public void Configure(EntityTypeBuilder<DeliveryFailure> builder)
    {
        builder.ToTable("DeliveryFailures");
        builder.HasKey(failure => new { failure.MessageId, failure.AddressNormalized });
        builder.Property(failure => failure.AddressNormalized).HasMaxLength(320);
        builder.HasOne<Message>().WithMany().HasForeignKey(failure => failure.MessageId);
        builder.HasIndex(failure => failure.TicketId);
    }

    public void Configure(EntityTypeBuilder<UndeliverableAddress> builder)
    {
        builder.ToTable("UndeliverableAddresses");
        builder.HasKey(address => address.AddressNormalized);
        builder.Property(address => address.AddressNormalized).HasMaxLength(320);
    }
}
