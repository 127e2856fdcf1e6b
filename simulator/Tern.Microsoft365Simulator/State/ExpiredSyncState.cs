namespace Tern.Microsoft365Simulator.State;

/// <summary>The codes with which Graph was seen to refuse a sync state that is gone.</summary>
public enum ExpiredSyncState
{
    /// <summary>SyncStateNotFound, what Outlook says most of the time.</summary>
    SyncStateNotFound,

    /// <summary>resyncRequired</summary>
    ResyncRequired,

    /// <summary>syncStateInvalid</summary>
    SyncStateInvalid,

    /// <summary>InvalidSyncStateData</summary>
    InvalidSyncStateData,
}
