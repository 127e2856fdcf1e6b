using Microsoft.Extensions.Localization;
using Tern.Features.Identity;
using Tern.Web;

namespace Tern.Features.Mailboxes;

internal sealed class MailboxesNavigation(IStringLocalizer<MailboxText> texts) : INavigationSection
{
    internal const string Key = "mailboxes";

    public int Order => 50;

    public Task<IReadOnlyList<NavigationEntry>> EntriesAsync(AgentCard me, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<NavigationEntry>>(me.IsAdministrator ? [new NavigationEntry(Key, "/mailboxes", texts["Mailboxes"], "mailbox")] : []);
}
