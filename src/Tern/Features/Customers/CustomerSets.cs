using Microsoft.EntityFrameworkCore;
using Tern.Data;

namespace Tern.Features.Customers;

internal static class CustomerSets
{
    extension(TernDbContext db)
    {
        internal DbSet<Customer> Customers => db.Set<Customer>();

        internal DbSet<CustomerAddress> CustomerAddresses => db.Set<CustomerAddress>();
    }
}
