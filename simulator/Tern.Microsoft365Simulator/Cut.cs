namespace Tern.Microsoft365Simulator;

/// <summary>Where the connection breaks.</summary>
public enum Cut
{
    /// <summary>It does not.</summary>
    None,

    /// <summary>Before the simulator did anything: the caller may try again without harm, but cannot know it.</summary>
    BeforeEffect,

    /// <summary>After the effect and before the answer: what was asked has happened, and nobody was told.</summary>
    AfterEffect,

    /// <summary>The status and headers arrive, the body breaks off half way.</summary>
    MidBody,

    /// <summary>Half of the body comes, then nothing more, and nobody closes the connection.</summary>
    Stall,
}
