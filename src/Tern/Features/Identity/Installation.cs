namespace Tern.Features.Identity;

/// <summary>One row, written together with the first agent. Its key can exist once, so two browsers cannot both create the first administrator.</summary>
internal sealed class Installation
{
    internal const int OnlyId = 1;

    public int Id { get; init; } = OnlyId;

    public required DateTimeOffset CreatedAt { get; init; }
}
