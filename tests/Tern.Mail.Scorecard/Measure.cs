namespace Tern.Mail.Scorecard;

/// <summary>One thing that is counted of a folder: how often it may go wrong, as a number or in a hundred, and how many of it there are.</summary>
/// <param name="Name">What is counted.</param>
/// <param name="AtMost">May be missed.</param>
/// <param name="Percent">May be missed of a hundred, on top of <paramref name="AtMost"/>.</param>
/// <param name="Least">There are so many at least: nothing holds the line by not being read.</param>
/// <param name="Most">There are no more than these.</param>
public sealed record Measure(string Name, int AtMost = 0, int Percent = 0, int Least = 1, int Most = int.MaxValue)
{
    public int Allowed(int of) => AtMost + (of * Percent / 100);
}
