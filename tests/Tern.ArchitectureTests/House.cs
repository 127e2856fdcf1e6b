using System.Reflection;
using System.Runtime.CompilerServices;
using ArchUnitNET.Domain;
using ArchUnitNET.Loader;
using Tern.Data;
using Tern.MailEngine;
using Tern.MailEngine.Microsoft365;
using Tern.MailEngine.Testing;
using Tern.Microsoft365Simulator;
using Assembly = System.Reflection.Assembly;
using Type = System.Type;

namespace Tern.ArchitectureTests;

/// <summary>The compiled product: its assemblies, its types, and who uses whom.</summary>
internal static class House
{
    internal const string Features = "Tern.Features.";

    internal static Assembly Desk { get; } = typeof(TernDbContext).Assembly;

    internal static IReadOnlyList<Assembly> Assemblies { get; } =
    [
        Desk,
        typeof(Mail.MailReader).Assembly,
        typeof(MailEngineOptions).Assembly,
        typeof(Microsoft365Provider).Assembly,
        typeof(InMemoryHost).Assembly,
        typeof(Simulator).Assembly,
    ];

    internal static Architecture Architecture { get; } = new ArchLoader().LoadAssemblies([.. Assemblies]).Build();

    /// <summary>Every use of one type by another, compiler-made types counted as the type that holds them.</summary>
    internal static IReadOnlyList<Use> Uses { get; } =
    [
        .. Architecture.Types
            .SelectMany(t => t.Dependencies)
            .Select(d => new Use(new Place(d.Origin), new Place(d.Target)))
            .Distinct(),
    ];

    /// <summary>The types people wrote.</summary>
    internal static IEnumerable<Type> Types => Assemblies
        .SelectMany(a => a.GetTypes())
        .Where(t => !t.IsDefined(typeof(CompilerGeneratedAttribute)) && !t.Name.StartsWith('<') && t.Namespace?.StartsWith("Tern", StringComparison.Ordinal) == true);

    /// <summary>One type and where it lives.</summary>
    internal sealed record Place(string FullName, string Namespace)
    {
        internal Place(IType type)
            : this(type.FullName, type.Namespace?.FullName ?? "")
        {
        }

        /// <summary>The feature this is part of, or null outside the features.</summary>
        internal string? Feature => Part(0);

        /// <summary>The slice this is part of, or null in a feature's root.</summary>
        internal string? Slice => Part(1);

        /// <summary>A feature's table of contents (TicketsFeature): it registers every slice and is used by the host only.</summary>
        internal bool IsRegistration => Feature is { } feature && FullName == $"{Features}{feature}.{feature}Feature";

        internal bool IsIn(string ns) => Namespace == ns || Namespace.StartsWith(ns + ".", StringComparison.Ordinal);

        private string? Part(int index) =>
            Namespace.StartsWith(Features, StringComparison.Ordinal) ? Namespace[Features.Length..].Split('.').ElementAtOrDefault(index) : null;
    }

    internal sealed record Use(Place From, Place To)
    {
        public override string ToString() => $"{From.FullName} uses {To.FullName}";
    }
}
