using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tern.Features.Mailboxes;

internal sealed class ConnectionMapping :
    IEntityTypeConfiguration<Connection>, IEntityTypeConfiguration<Credential>, IEntityTypeConfiguration<Grant>, IEntityTypeConfiguration<StoredAccessToken>
{
    public void Configure(EntityTypeBuilder<Connection> builder)
    {
        builder.ToTable("Connections");
        builder.HasIndex(connection => connection.ConsentState).IsUnique();
        builder.HasMany(connection => connection.Credentials).WithOne().HasForeignKey(credential => credential.ConnectionId);
    }

    public void Configure(EntityTypeBuilder<Credential> builder) => builder.ToTable("Credentials");

    public void Configure(EntityTypeBuilder<Grant> builder)
    {
        builder.ToTable("Grants");
        builder.HasKey(grant => grant.ConnectionId);
        builder.HasOne<Connection>().WithOne().HasForeignKey<Grant>(grant => grant.ConnectionId);
    }

    public void Configure(EntityTypeBuilder<StoredAccessToken> builder)
    {
        builder.ToTable("AccessTokens");
        builder.HasKey(token => new { token.ConnectionId, token.Resource });
        builder.Property(token => token.Resource).HasMaxLength(200);
        builder.HasOne<Connection>().WithMany().HasForeignKey(token => token.ConnectionId);
    }
}
