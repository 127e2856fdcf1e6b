namespace Tern.SimulatedYear.Office;

/// <summary>The customers who write and the agents who answer, all year, drawn from the seed.</summary>
/// <param name="office">Where they do.</param>
/// <param name="mailbox">The mailbox they have to do with.</param>
/// <param name="random">Draws when.</param>
internal sealed class People(YearOffice office, YearMailbox mailbox, Random random)
{
    private int _mails;

    /// <summary>Writes a mail, and says when the next one comes.</summary>
    internal TimeSpan Write()
    {
        office.CustomerWrites(mailbox, $"{mailbox.Name}-{++_mails}-{random.NextInt64():x}@customer.example");
        // Busy hours and quiet nights in one draw: from a minute to six hours, the short gaps being the common ones.
        return TimeSpan.FromMinutes(1 + (359 * Math.Pow(random.NextDouble(), 2)));
    }

    /// <summary>Whether somebody answers the mail just written, and after how long.</summary>
    internal TimeSpan? AnswersAfter() => random.Next(3) == 0 ? TimeSpan.FromMinutes(random.Next(2, 240)) : null;

    internal void Answer()
    {
        var id = new Guid(random.Next(), (short)random.Next(), 0x7000, 0x80, 0, 0, 0, 0, 0, 0, (byte)mailbox.Who);
        office.AgentAnswers(mailbox, id, $"{id:n}@tern.example");
    }
}
