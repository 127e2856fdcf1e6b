namespace Tern.Microsoft365Simulator.Mailboxes;

/// <summary>The days of a follow-up flag (resources/followupflag), each as it was given.</summary>
public sealed record FlagDates(FlagDay? Start, FlagDay? Due, FlagDay? Completed);

/// <summary>A time and its zone (resources/datetimetimezone).</summary>
public sealed record FlagDay(string DateTime, string TimeZone);
