using Tern.MailEngine;
using Tern.MailEngine.Settings;
using Tern.Microsoft365Simulator.Entra;
using Tern.SimulatedYear.Diaries;

namespace Tern.SimulatedYear.Office;

/// <summary>A mailbox of the year, at both ends.</summary>
/// <param name="Who">Which of the two.</param>
/// <param name="Id">Its identity at the desk.</param>
/// <param name="GrantId">What was granted for it.</param>
/// <param name="Kind">How it was granted.</param>
/// <param name="User">The account at Microsoft.</param>
/// <param name="App">The registration at Microsoft.</param>
internal sealed record YearMailbox(Who Who, MailboxId Id, Guid GrantId, GrantKind Kind, User User, AppRegistration App)
{
    internal string Name => Who == Who.Support ? "support" : "sales";

    internal string Address => User.Mail;
}
