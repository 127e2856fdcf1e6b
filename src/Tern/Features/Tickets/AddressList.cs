using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>Recipients are kept as they were written, in one column: nothing is searched by them there.</summary>
internal sealed class AddressListConverter() : ValueConverter<IReadOnlyList<MailAddress>, string>(
    list => list.Count == 0 ? "" : JsonSerializer.Serialize(list, AddressListJson.Default.IReadOnlyListMailAddress),
    text => text.Length == 0 ? Array.Empty<MailAddress>() : JsonSerializer.Deserialize(text, AddressListJson.Default.IReadOnlyListMailAddress)!);

internal sealed class AddressListComparer() : ValueComparer<IReadOnlyList<MailAddress>>(
    (one, other) => ReferenceEquals(one, other) || (one != null && other != null && one.SequenceEqual(other)),
    list => list.Count,
    list => list);

[JsonSerializable(typeof(IReadOnlyList<MailAddress>))]
internal sealed partial class AddressListJson : JsonSerializerContext;
