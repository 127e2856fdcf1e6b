using Tern.Microsoft365Simulator.State;

namespace Tern.Microsoft365Simulator.Graph.Delta;

/// <summary>Reads a $skiptoken or $deltatoken, and says when it is good no longer.</summary>
internal static class SyncStates
{
    /// <param name="call">The request.</param>
    /// <param name="folder">The number of the folder the token has to be for.</param>
    /// <param name="forgotten">The last change of the folder that is remembered no longer.</param>
    /// <returns>Null when the round starts from nothing.</returns>
    internal static DeltaPosition? Read(GraphCall call, int folder, long forgotten)
    {
        var token = call.Query["$skiptoken"] ?? call.Query["$deltatoken"];
        if (token is null or "latest")
        {
            return null;
        }

        var position = DeltaPosition.Open(call.World, call.Mailbox, token);
        if (position is null || position.Folder != folder)
        {
            throw new GraphRefusalException(400, "SyncStateInvalid", "The sync state is invalid.");
        }

        return position.Generation == call.Mailbox.Generation && position.Since >= forgotten && !IsOld(call, position) ? position : throw Gone(call, position);
    }

    /// <summary>Refuses what does not go with change tracking.</summary>
    internal static void Refuse(GraphCall call, string resource, params ReadOnlySpan<string> options)
    {
        foreach (var option in options)
        {
            if (call.Query[option] is not null)
            {
                throw new GraphRefusalException(400, "ErrorInvalidUrlQuery", $"The following parameters are not supported with change tracking over the '{resource}' resource: '{option}'.");
            }
        }
    }

    // How long Outlook keeps its cache of changes is not told; by default a command ends it, or many changes do.
    private static bool IsOld(GraphCall call, DeltaPosition position)
    {
        var settings = call.World.Settings;
        var life = call.Query["$skiptoken"] is not null ? settings.NextLinkLife : settings.DeltaLinkLife;
        return life > TimeSpan.Zero && call.World.Now.UtcTicks - position.Issued >= life.Ticks;
    }

    private static GraphRefusalException Gone(GraphCall call, DeltaPosition position)
    {
        var settings = call.World.Settings;
        var (code, text) = settings.ExpiredSyncState switch
        {
            ExpiredSyncState.ResyncRequired => ("resyncRequired", "Resync is required. Start a new round without the token."),
            ExpiredSyncState.SyncStateInvalid => ("syncStateInvalid", "The sync state is invalid."),
            ExpiredSyncState.InvalidSyncStateData => ("InvalidSyncStateData", "The sync state data is invalid."),
            _ => ("SyncStateNotFound", $"The sync state generation is not found; generation={position.Generation}."),
        };
        return new GraphRefusalException(settings.ExpiredSyncStateStatus, code, text)
        {
            Headers = settings.ExpiredSyncStateHasLocation ? [new("Location", $"{call.Request.BaseUrl}{call.Request.RawPath}?$deltatoken=")] : [],
        };
    }
}
