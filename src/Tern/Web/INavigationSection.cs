using Tern.Features.Identity;

namespace Tern.Web;

/// <summary>A group of lines in the left rail; a feature registers its own as a scoped service.</summary>
internal interface INavigationSection
{
    /// <summary>Sections stand in this order.</summary>
    int Order { get; }

    Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken);
}
