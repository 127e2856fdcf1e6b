using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Tern.Data.Blobs;
using Tern.MailEngine;

namespace Tern.Data;

/// <summary>Finds the identity types (a value type named …Id or …Key around one Guid) and stores them as that Guid.</summary>
internal static class IdConventions
{
    private static readonly Type[] IdTypes = [.. new[] { typeof(TernDbContext).Assembly, typeof(MailboxId).Assembly }
        .SelectMany(assembly => assembly.GetTypes())
        .Where(IsId)];

    internal static void Apply(ModelConfigurationBuilder configuration)
    {
        foreach (var type in IdTypes)
        {
            configuration.Properties(type).HaveConversion(typeof(IdConverter<>).MakeGenericType(type));
        }

        configuration.Properties<BlobId>().HaveConversion<BlobIdConverter>().HaveMaxLength(64);
    }

    private static bool IsId(Type type) =>
        type is { IsValueType: true, IsGenericType: false } &&
        (type.Name.EndsWith("Id", StringComparison.Ordinal) || type.Name.EndsWith("Key", StringComparison.Ordinal)) &&
        type.GetProperty("Value", BindingFlags.Public | BindingFlags.Instance)?.PropertyType == typeof(Guid) &&
        type.GetConstructor([typeof(Guid)]) is not null;
}
