using Tern.Microsoft365Simulator.Entra;
using Tern.Microsoft365Simulator.Mailboxes;

namespace Tern.Microsoft365Simulator.State;

/// <summary>Brings a state that an earlier program saved to what this one expects, so that a demo or a test tenant lives on.</summary>
internal static class StateUpgrade
{
    /// <summary>The form that is written now. The first form had no number.</summary>
    internal const int Present = 2;

    /// <exception cref="InvalidDataException">A later program wrote it.</exception>
    internal static void Apply(SimulatorState state)
    {
        if (state.Form > Present)
        {
            throw new InvalidDataException($"It has form {state.Form} of a later program, and this one knows {Present}.");
        }

        if (state.Form == Present)
        {
            return;
        }

        // A registration used to be known in its tenant, and wherever there was consent, without a principal.
        var directory = state.Directory();
        foreach (var app in state.Apps)
        {
            directory.PrincipalOf(app.ClientId, app.TenantId);
        }

        foreach (var consent in state.Consents)
        {
            directory.PrincipalOf(consent.ClientId, consent.TenantId);
        }

        foreach (var mailbox in state.Mailboxes.Values)
        {
            // Full Access and Send As were one right.
            mailbox.SendAs.UnionWith(mailbox.Delegates);
            mailbox.LastFolder = Math.Max(mailbox.LastFolder, mailbox.Folders.Max(f => f.Number));
            StandardFolders.Complete(mailbox);
        }

        state.Form = Present;
    }
}
