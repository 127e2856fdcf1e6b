using Microsoft.EntityFrameworkCore;
using Tern.Data;
using Tern.Mail;

namespace Tern.Features.Customers;

/// <summary>Finds or creates the customers of a batch of mails with one query for all of them.</summary>
internal sealed class KnownCustomers
{
    private readonly TernDbContext _db;
    private readonly Dictionary<string, CustomerId> _byAddress;

    private KnownCustomers(TernDbContext db, Dictionary<string, CustomerId> byAddress)
    {
        _db = db;
        _byAddress = byAddress;
    }

    internal static async Task<KnownCustomers> LoadAsync(TernDbContext db, IEnumerable<MailAddress> addresses, CancellationToken cancellationToken)
    {
        var wanted = addresses.Select(address => address.Normalized).Distinct().ToArray();
        var known = wanted.Length == 0
            ? []
            : await db.CustomerAddresses.AsNoTracking()
                .Where(row => EF.Parameter(wanted).Contains(row.AddressNormalized))
                .ToDictionaryAsync(row => row.AddressNormalized, row => row.CustomerId, cancellationToken);
        return new KnownCustomers(db, known);
    }

    internal CustomerId FindOrAdd(MailAddress address, DateTimeOffset now)
    {
        if (_byAddress.TryGetValue(address.Normalized, out var known))
        {
            return known;
        }

        var customer = new Customer
        {
            Id = new CustomerId(Guid.CreateVersion7(now)),
            Name = address.NameOrLocalPart,
            Address = address.Address.Trim(),
            CreatedAt = now,
        };
        _db.Customers.Add(customer);
        _db.CustomerAddresses.Add(new CustomerAddress { AddressNormalized = address.Normalized, CustomerId = customer.Id });
        _byAddress.Add(address.Normalized, customer.Id);
        return customer.Id;
    }
}
