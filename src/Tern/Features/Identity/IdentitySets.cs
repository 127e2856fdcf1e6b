using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Identity;

internal static class IdentitySets
{
    extension(TernDbContext db)
    {
        internal DbSet<Agent> Agents => db.Set<Agent>();

        internal DbSet<Installation> Installations => db.Set<Installation>();
    }
}
