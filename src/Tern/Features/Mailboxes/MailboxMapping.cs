using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Tern.Features.Tickets;

namespace Tern.Features.Mailboxes;

internal sealed class MailboxMapping :
    IEntityTypeConfiguration<Mailbox>,
    IEntityTypeConfiguration<MailboxLeaseRow>,
    IEntityTypeConfiguration<MailboxFolder>,
    IEntityTypeConfiguration<SyncCursorRow>,
    IEntityTypeConfiguration<SubscriptionRow>,
    IEntityTypeConfiguration<IntakeEntry>,
    IEntityTypeConfiguration<MailboxHealthRow>,
    IEntityTypeConfiguration<HealthEvent>,
    IEntityTypeConfiguration<MailboxSetup>,
    IEntityTypeConfiguration<RefreshRequest>,
    IEntityTypeConfiguration<ServerPresence>
{
    private const int ProviderIdLength = 512;

    public void Configure(EntityTypeBuilder<Mailbox> builder)
    {
        builder.ToTable("Mailboxes");
        builder.Property(mailbox => mailbox.AddressNormalized).HasMaxLength(320);
        builder.HasIndex(mailbox => mailbox.AddressNormalized).IsUnique();
        builder.Property(mailbox => mailbox.LargestMailMegabytes).HasDefaultValue(SendingMailbox.UsualMailMegabytes);
        builder.Property(mailbox => mailbox.ReopensForDays).HasDefaultValue(Mailbox.DefaultReopensForDays);
        builder.HasOne(mailbox => mailbox.Connection).WithMany().HasForeignKey(mailbox => mailbox.ConnectionId).OnDelete(DeleteBehavior.Restrict);
    }

    public void Configure(EntityTypeBuilder<MailboxLeaseRow> builder)
    {
        builder.ToTable("MailboxLeases");
        builder.HasKey(lease => lease.MailboxId);
        builder.HasOne<Mailbox>().WithOne().HasForeignKey<MailboxLeaseRow>(lease => lease.MailboxId);
    }

    public void Configure(EntityTypeBuilder<MailboxFolder> builder)
    {
        builder.ToTable("MailboxFolders");
        builder.HasKey(folder => new { folder.MailboxId, folder.Folder });
        builder.Property(folder => folder.Folder).HasMaxLength(ProviderIdLength);
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(folder => folder.MailboxId);
    }

    public void Configure(EntityTypeBuilder<SyncCursorRow> builder)
    {
        builder.ToTable("SyncCursors");
        builder.HasKey(cursor => new { cursor.MailboxId, cursor.Folder });
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(cursor => cursor.MailboxId);
    }

    public void Configure(EntityTypeBuilder<SubscriptionRow> builder)
    {
        builder.ToTable("Subscriptions");
        builder.HasKey(subscription => subscription.MailboxId);
        builder.HasOne<Mailbox>().WithOne().HasForeignKey<SubscriptionRow>(subscription => subscription.MailboxId);
        builder.HasIndex(subscription => subscription.CareAt);
    }

    public void Configure(EntityTypeBuilder<IntakeEntry> builder)
    {
        builder.ToTable("Intake");
        builder.HasKey(entry => new { entry.MailboxId, entry.ProviderId });
        builder.Property(entry => entry.ProviderId).HasMaxLength(ProviderIdLength);
        builder.HasIndex(entry => new { entry.MailboxId, entry.RetryAt });
        builder.HasIndex(entry => new { entry.MailboxId, entry.FileAt });
        builder.HasIndex(entry => new { entry.MailboxId, entry.Fate, entry.JudgedAt });
    }

    public void Configure(EntityTypeBuilder<MailboxHealthRow> builder)
    {
        builder.ToTable("MailboxHealth");
        builder.HasKey(health => health.MailboxId);
        builder.HasOne<Mailbox>().WithOne().HasForeignKey<MailboxHealthRow>(health => health.MailboxId);
    }

    public void Configure(EntityTypeBuilder<HealthEvent> builder)
    {
        builder.ToTable("HealthEvents");
        builder.HasIndex(entry => new { entry.MailboxId, entry.Id });
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(entry => entry.MailboxId);
    }

    public void Configure(EntityTypeBuilder<MailboxSetup> builder)
    {
        builder.ToTable("MailboxSetups");
        builder.HasOne<Connection>().WithMany().HasForeignKey(setup => setup.ConnectionId).OnDelete(DeleteBehavior.Restrict);
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(setup => setup.MailboxId).OnDelete(DeleteBehavior.SetNull);
    }

    public void Configure(EntityTypeBuilder<RefreshRequest> builder)
    {
        builder.ToTable("RefreshRequests");
        builder.HasIndex(request => request.TakenAt);
        builder.HasOne<Mailbox>().WithMany().HasForeignKey(request => request.MailboxId);
    }

    public void Configure(EntityTypeBuilder<ServerPresence> builder)
    {
        builder.ToTable("Servers");
        builder.HasKey(server => server.Node);
        builder.Property(server => server.Node).HasMaxLength(200);
    }
}
