namespace Tern.Mail.Scorecard;

/// <summary>What was counted: so many missed, of so many, and their names.</summary>
public sealed record ScoreLine(string Folder, Measure Measure, int Missed, int Of, IReadOnlyList<string> Names)
{
    public int Allowed => Measure.Allowed(Of);

    public bool IsHeld => Missed <= Allowed;

    /// <summary>As much was read as there is; another set of the same kinds may have less.</summary>
    public bool IsWhole => Of >= Measure.Least && Of <= Measure.Most;

    public override string ToString() => $"{Folder}, {Measure.Name}: missed {Missed} of {Of}, at most {Allowed}";
}
