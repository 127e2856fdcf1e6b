using Tern.Mail.Scorecard.Cards;

namespace Tern.Mail.Scorecard;

/// <summary>Every folder of the corpora.</summary>
public static class AllCards
{
    public static IReadOnlyList<Card> Cards { get; } =
    [
        new TicketCard(),
        new BounceCard(),
        new OthersCard(),
        new QuoteCard(),
        new MimeCard(),
        new MimeTreeCard(),
        new DeskFixtureCard(),
        new DeskCaseCard(),
        new TnefCard(),
    ];
}
