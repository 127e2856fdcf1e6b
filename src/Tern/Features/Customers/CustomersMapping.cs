using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Tern.Features.Customers;

internal sealed class CustomersMapping : IEntityTypeConfiguration<Customer>, IEntityTypeConfiguration<CustomerAddress>
{
    public void Configure(EntityTypeBuilder<Customer> builder) => builder.ToTable("Customers");

    public void Configure(EntityTypeBuilder<CustomerAddress> builder)
    {
        builder.ToTable("CustomerAddresses");
        builder.HasKey(address => address.AddressNormalized);
        builder.HasOne<Customer>().WithMany().HasForeignKey(address => address.CustomerId);
    }
}
