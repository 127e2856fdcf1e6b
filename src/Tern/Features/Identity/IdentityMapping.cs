using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tern.Features.Identity;

internal sealed class IdentityMapping : IEntityTypeConfiguration<Agent>, IEntityTypeConfiguration<Installation>
{
    public void Configure(EntityTypeBuilder<Agent> builder)
    {
        builder.ToTable("Agents");
        builder.Property(agent => agent.Name).HasMaxLength(200);
        builder.Property(agent => agent.Email).HasMaxLength(320);
        builder.Property(agent => agent.EmailNormalized).HasMaxLength(320);
        builder.HasIndex(agent => agent.EmailNormalized).IsUnique();
    }

    public void Configure(EntityTypeBuilder<Installation> builder)
    {
        builder.ToTable("Installations");
        builder.Property(installation => installation.Id).ValueGeneratedNever();
    }
}
