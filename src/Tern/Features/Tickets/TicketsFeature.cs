using Tern.Features.Identity;
using Tern.Features.Tickets.Assign;
using Tern.Features.Tickets.Conversation;
using Tern.Features.Tickets.Deliveries;
using Tern.Features.Tickets.Files;
using Tern.Features.Tickets.Forward;
using Tern.Features.Tickets.Inbox;
using Tern.Features.Tickets.Merge;
using Tern.Features.Tickets.Note;
using Tern.Features.Tickets.Reply;
using Tern.Features.Tickets.Status;
using Tern.Features.Tickets.Undeliverable;
using Tern.Features.Tickets.Write;
using Tern.Web;

namespace Tern.Features.Tickets;

internal static class TicketsFeature
{
    internal static IServiceCollection AddTickets(this IServiceCollection services)
    {
        services.AddSingleton<TicketIntake>();
        services.AddSingleton<ReplyKeys>();
        services.AddSingleton<OutgoingReply>();
        services.AddSingleton<MailReadings>();
        services.AddSingleton<UploadedFiles>();
        services.AddSingleton<TicketCounts>();
        services.AddScoped<ConversationQuery>();
        services.AddScoped<RecipientRules>();
        services.AddScoped<AddressFields>();
        services.AddScoped<TicketSender>();
        services.AddScoped<ReplyAddressing>();
        services.AddScoped<ForwardSource>();
        services.AddScoped<INavigationSection, TicketsNavigation>();
        return services;
    }

    internal static void MapTickets(this IEndpointRouteBuilder app)
    {
        ShowInbox.Map(app);
        var tickets = app.MapGroup("/tickets").RequireAuthorization(Permissions.Agent);
        ShowConversation.Map(tickets);
        SendReply.Map(tickets);
        ForwardMessage.Map(tickets);
        WriteMail.Map(tickets);
        AddNote.Map(tickets);
        ChangeStatus.Map(tickets);
        ResolveDelivery.Map(tickets);
        ClearUndeliverable.Map(tickets);
        AssignTicket.Map(tickets);
        MergeTicket.Map(tickets);
        ShowMailBody.Map(tickets);
        ShowPicture.Map(tickets);
        DownloadFile.Map(tickets);
        DownloadSource.Map(tickets);
    }
}
