namespace Tern.Mail;

/// <summary>The words above a forwarded message, each label with its colon as the language sets it: "From:", "De :".</summary>
/// <param name="Announcement">What follows, set between dashes: "Forwarded message".</param>
/// <param name="From">The label of the author.</param>
/// <param name="Date">The label of the date.</param>
/// <param name="Subject">The label of the subject.</param>
/// <param name="To">The label of the recipients.</param>
/// <param name="Cc">The label of those who got a copy.</param>
public sealed record ForwardLabels(string Announcement, string From, string Date, string Subject, string To, string Cc);
