namespace Tern.Microsoft365Simulator.Graph;

/// <summary>
/// The words of Graph's paths. A notification names its message as Users/…/Messages/…, and Graph answers there as it does under users/…/messages/…: words are told
/// without regard to case, keys are kept as they are.
/// </summary>
internal static class RouteWords
{
    private static readonly Dictionary<string, string> Known = new[]
    {
        "$batch", "$count", "$value", "addKey", "applications", "attachments", "childFolders", "copy", "createForward", "createReply", "createReplyAll",
        "createUploadSession", "delta", "delta()", "forward", "mailboxSettings", "mailFolders", "me", "messages", "move", "permanentDelete", "reauthorize",
        "removeKey", "reply", "replyAll", "send", "sendMail", "subscriptions", "translateExchangeIds", "users",
    }.ToDictionary(w => w, StringComparer.OrdinalIgnoreCase);

    internal static string[] Read(string[] segments) => Array.ConvertAll(segments, s => Known.GetValueOrDefault(s, s));
}
