namespace Tern.Microsoft365Simulator;

/// <summary>Something that goes wrong on a route: a status, a wait, a cut, or any of them together.</summary>
public sealed class Fault
{
    /// <summary>Names the fault in the request log; given by the simulator when empty.</summary>
    public string Id { get; set; } = string.Empty;

    /// <summary>A named class such as G4, which brings what it strikes and what it does; the rest narrows or alters it.</summary>
    public string? Class { get; set; }

    /// <summary>True: a class that would strike once strikes for ever.</summary>
    public bool Always { get; set; }

    /// <summary>How many messages, bytes or bytes a second the class works with; its own number when null.</summary>
    public int? Amount { get; set; }

    /// <summary>Lets the body of the answer trickle at this speed.</summary>
    public int? BytesPerSecond { get; set; }

    /// <summary>The client id it applies to; null for every application.</summary>
    public string? App { get; set; }

    /// <summary>The verb it applies to; null for every verb.</summary>
    public string? Method { get; set; }

    /// <summary>The decoded path it applies to, with * for any run of characters; null for every path.</summary>
    public string? Path { get; set; }

    /// <summary>A piece of text that must occur in the body, such as <c>grant_type=refresh_token</c>.</summary>
    public string? BodyContains { get; set; }

    /// <summary>So many matching requests pass unharmed first.</summary>
    public int Skip { get; set; }

    /// <summary>How often it fires; null for always.</summary>
    public int? Times { get; set; }

    /// <summary>The share of matching requests that is hit, drawn from the seed.</summary>
    public double Probability { get; set; } = 1;

    /// <summary>Does not fire before this instant of the simulated clock.</summary>
    public DateTimeOffset? From { get; set; }

    /// <summary>Does not fire from this instant of the simulated clock on.</summary>
    public DateTimeOffset? Until { get; set; }

    /// <summary>The status to answer with; null leaves the true answer.</summary>
    public int? Status { get; set; }

    /// <summary>Headers added to the answer, for instance Retry-After.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>The body to answer with when <see cref="Status"/> is set.</summary>
    public string? Body { get; set; }

    /// <summary>The content type of <see cref="Body"/>.</summary>
    public string ContentType { get; set; } = "application/json; charset=utf-8";

    /// <summary>Answers with the token endpoint's error body for this code; status and OAuth error follow from it.</summary>
    public int? Aadsts { get; set; }

    /// <summary>Answers with Graph's error body for this code, such as <c>ApplicationThrottled</c>; needs <see cref="Status"/>.</summary>
    public string? GraphCode { get; set; }

    /// <summary>How long the answer is held back.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Where the connection breaks.</summary>
    public Cut Cut { get; set; }

    /// <summary>No connection comes about at all, and this is the reason a client sees; with ConnectionError it is refused.</summary>
    public HttpRequestError? Down { get; set; }

    /// <summary>With a status of its own: the request does its work all the same (a gateway that lost the answer).</summary>
    public bool RunsEffect { get; set; }

    /// <summary>How many requests it has hit.</summary>
    public int Fired { get; set; }

    /// <summary>How many requests matched it, hit or not.</summary>
    public int Seen { get; set; }

    internal bool AnswersItself => Status is not null || Aadsts is not null;

    internal bool LetsEffectHappen => Cut switch
    {
        Cut.BeforeEffect => false,
        _ when Down is not null => false,
        Cut.AfterEffect or Cut.MidBody or Cut.Stall => true,
        _ => !AnswersItself || RunsEffect,
    };
}
