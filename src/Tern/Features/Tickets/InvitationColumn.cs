using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Tern.Mail;

namespace Tern.Features.Tickets;

/// <summary>An invitation is shown and never searched: one column holds it.</summary>
internal sealed class InvitationConverter() : ValueConverter<Invitation?, string?>(
    invitation => invitation == null ? null : JsonSerializer.Serialize(invitation, InvitationJson.Default.Invitation),
    text => text == null ? null : JsonSerializer.Deserialize(text, InvitationJson.Default.Invitation));

[JsonSerializable(typeof(Invitation))]
internal sealed partial class InvitationJson : JsonSerializerContext;
