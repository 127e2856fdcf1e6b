using Microsoft.Extensions.Localization;
using Tern.Features.Identity;
using Tern.Web;

namespace Tern.Features.Administration;

internal sealed class AdministrationNavigation(IStringLocalizer<AdministrationText> texts) : INavigationSection
{
    internal const string Key = "inspect";

    public int Order => 60;

    public Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NavigationEntry>>(me.IsAdministrator ? [new NavigationEntry(Key, "/administration/mail", texts["Inspect"], "scan-text")] : []);
}
