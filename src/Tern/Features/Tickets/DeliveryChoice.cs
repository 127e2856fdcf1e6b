namespace Tern.Features.Tickets;

/// <summary>What an agent does about a mail that did not provably leave.</summary>
public enum DeliveryChoice
{
    /// <summary>It is looked for again.</summary>
    Look,

    /// <summary>It is sent again.</summary>
    Send,

    /// <summary>Nothing more is to be done.</summary>
    Done,

    /// <summary>It waits, and does not leave any more.</summary>
    Withdraw,
}
