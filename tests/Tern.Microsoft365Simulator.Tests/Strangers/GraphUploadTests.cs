using System.Net.Http.Headers;
using Microsoft.Graph;
using Microsoft.Graph.Models;
using Microsoft.Graph.Users.Item.Messages.Item.Attachments.CreateUploadSession;
using Microsoft.Kiota.Abstractions;
using Microsoft.Kiota.Abstractions.Authentication;
using Microsoft.Kiota.Http.HttpClientLibrary;
using Tern.Microsoft365Simulator.Mailboxes;
using static Tern.Microsoft365Simulator.Tests.Strangers.GraphDesk;
using static Tern.Microsoft365Simulator.Tests.Strangers.Stranger;

namespace Tern.Microsoft365Simulator.Tests.Strangers;

/// <summary>Microsoft's upload task brings large attachments, and is refused where Outlook refuses.</summary>
public sealed class GraphUploadTests : IDisposable
{
    private const int Slice = 3_276_800;
    private readonly GraphDesk _desk = new();
    private readonly HttpClientRequestAdapter _anonymous;

    public GraphUploadTests() => _anonymous = new HttpClientRequestAdapter(
        new AnonymousAuthenticationProvider(), httpClient: new HttpClient(new SimulatorHttpHandler(_desk.Simulator, TimeProvider.System)));

    public void Dispose()
    {
        _anonymous.Dispose();
        _desk.Dispose();
    }

    [Fact]
    public async Task Twenty_megabytes_go_up_in_slices_and_arrive_whole()
    {
        var content = new byte[20 * 1024 * 1024];
        new Random(7).NextBytes(content);
        var draft = await DraftAsync();
        var session = await SessionAsync(draft, content.Length);
        using var stream = new MemoryStream(content);

        var result = await new LargeFileUploadTask<FileAttachment>(session, stream, Slice, _anonymous).UploadAsync(cancellationToken: Ct);

        Assert.True(result.UploadSucceeded);
        Assert.Contains("/attachments('", result.Location.ToString(), StringComparison.Ordinal);
        var listed = Assert.Single((await _desk.User.Messages[draft].Attachments.GetAsync(c => c.QueryParameters.Select = ["name", "isInline"], Ct))!.Value!);
        Assert.Equal("big.bin", listed.Name);
        await _desk.User.Messages[draft].Send.PostAsync(cancellationToken: Ct);
        var part = (MimeKit.MimePart)Assert.Single(MessageFacts.Parse(_desk.Outside()).Attachments);
        using var arrived = new MemoryStream();
        part.Content!.DecodeTo(arrived, Ct);
        Assert.True(content.AsSpan().SequenceEqual(arrived.ToArray()));
    }

    [Fact]
    public async Task The_session_tells_where_to_go_on_in_Outlooks_way()
    {
        var session = await SessionAsync(await DraftAsync(), 8_000_000);
        Assert.Equal(["0-"], session.NextExpectedRanges!);

        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(5));
        var next = await PutAsync(session, 0, 2_097_152, 8_000_000);

        Assert.Equal(["2097152"], next!.NextExpectedRanges!);
        Assert.True(next.ExpirationDateTime > session.ExpirationDateTime);
    }

    [Fact]
    public async Task An_uploaded_file_is_what_its_session_said()
    {
        var draft = await DraftAsync();
        var session = (await _desk.User.Messages[draft].Attachments.CreateUploadSession.PostAsync(
            new CreateUploadSessionPostRequestBody
            {
                AttachmentItem = new AttachmentItem { AttachmentType = AttachmentType.File, Name = "logo.png", Size = 3_500_000, IsInline = true, ContentId = "logo", ContentType = "image/png" },
            },
            cancellationToken: Ct))!;
        await PutAsync(session, 0, 3_500_000, 3_500_000);

        var file = Assert.IsType<FileAttachment>(Assert.Single((await _desk.User.Messages[draft].Attachments.GetAsync(cancellationToken: Ct))!.Value!));
        Assert.Equal(("logo.png", true, "logo", "image/png"), (file.Name, file.IsInline, file.ContentId, file.ContentType));
    }

    [Theory]
    [InlineData(1_000_000, 400, "ErrorAttachmentSizeShouldNotBeLessThanMinimumSize")]
    [InlineData(157_286_401, 413, "ErrorAttachmentSizeLimitExceeded")]
    public async Task Sizes_outside_the_bounds_are_refused(int size, int status, string code)
    {
        var draft = await DraftAsync();
        await RefusedAsync(status, code, () => SessionAsync(draft, size));
    }

    [Fact]
    public async Task Only_files_can_be_uploaded_and_only_to_drafts()
    {
        var draft = await DraftAsync();
        await RefusedAsync(400, "ErrorInvalidParameter", () => SessionAsync(draft, 5_000_000, AttachmentType.Item));
        await RefusedAsync(400, "ErrorInvalidParameter", () => _desk.User.Messages[draft].Attachments.CreateUploadSession.PostAsync(new CreateUploadSessionPostRequestBody(), cancellationToken: Ct));
        await RefusedAsync(403, "ErrorAccessDenied", () => SessionAsync(_desk.Receive("Printer"), 5_000_000));
    }

    [Fact]
    public async Task Pieces_out_of_order_too_large_or_without_a_range_are_refused()
    {
        var session = await SessionAsync(await DraftAsync(), 9_000_000);
        await RefusedAsync(416, "ErrorInvalidParameter", () => PutAsync(session, 1_000_000, 1_000_000, 9_000_000));
        await RefusedAsync(413, "ErrorInvalidRequest", () => PutAsync(session, 0, 4_500_000, 9_000_000));
        await RefusedAsync(400, "ErrorInvalidParameter", () => PutAsync(session, 0, 1_000_000, 8_000_000));
        await RefusedAsync(405, "BadRequest", () => SendAsync(new RequestInformation { HttpMethod = Method.GET, URI = new Uri(session.UploadUrl!) }));
    }

    [Theory]
    [InlineData(404, "ErrorItemNotFound")]
    [InlineData(401, "InvalidAuthenticationToken")]
    public async Task An_upload_address_ends(int status, string code)
    {
        _desk.Simulator.Settings.ExpiredUploadStatus = status;
        var session = await SessionAsync(await DraftAsync(), 5_000_000);
        _desk.Simulator.Clock.Advance(TimeSpan.FromHours(2));
        await RefusedAsync(status, code, () => PutAsync(session, 0, 1_000_000, 5_000_000));
    }

    [Fact]
    public async Task Where_to_go_on_can_be_read_when_the_switch_says_so()
    {
        _desk.Simulator.Settings.UploadStateReadable = true;
        var session = await SessionAsync(await DraftAsync(), 5_000_000);
        await PutAsync(session, 0, 1_000_000, 5_000_000);

        var state = await _anonymous.SendAsync(
            new RequestInformation { HttpMethod = Method.GET, URI = new Uri(session.UploadUrl!) }, UploadSession.CreateFromDiscriminatorValue, Errors(), Ct);

        Assert.Equal(["1000000"], state!.NextExpectedRanges!);
    }

    [Fact]
    public async Task Uploads_that_ended_are_dropped_when_a_new_one_is_made()
    {
        var draft = await DraftAsync();
        var session = await SessionAsync(draft, 5_000_000);
        await PutAsync(session, 0, 1_000_000, 5_000_000);
        _desk.Simulator.Clock.Advance(TimeSpan.FromMinutes(61));
        await SessionAsync(draft, 5_000_000);

        Assert.Single(_desk.Simulator.World.State.Uploads);
        await RefusedAsync(404, "ErrorItemNotFound", () => PutAsync(session, 1_000_000, 1_000_000, 5_000_000));
    }

    [Fact]
    public async Task An_upload_address_needs_its_token()
    {
        var session = await SessionAsync(await DraftAsync(), 5_000_000);
        var address = session.UploadUrl!;
        session.UploadUrl = address[..address.IndexOf('?', StringComparison.Ordinal)];
        await RefusedAsync(401, "InvalidAuthenticationToken", () => PutAsync(session, 0, 1_000_000, 5_000_000));
        session.UploadUrl = address + "x";
        await RefusedAsync(401, "InvalidAuthenticationToken", () => PutAsync(session, 0, 1_000_000, 5_000_000));
    }

    [Fact]
    public async Task A_full_mailbox_takes_no_more_pieces()
    {
        var session = await SessionAsync(await DraftAsync(), 5_000_000);
        _desk.Simulator.Mailboxes.SetQuota(_desk.Mailbox, 2_000_000);
        await PutAsync(session, 0, 1_500_000, 5_000_000);
        await RefusedAsync(507, "ErrorQuotaExceeded", () => PutAsync(session, 1_500_000, 1_000_000, 5_000_000));
    }

    [Fact]
    public async Task An_upload_can_be_cancelled()
    {
        var draft = await DraftAsync();
        var session = await SessionAsync(draft, 5_000_000);
        await PutAsync(session, 0, 1_000_000, 5_000_000);
        await SendAsync(new RequestInformation { HttpMethod = Method.DELETE, URI = new Uri(session.UploadUrl!) });

        await RefusedAsync(404, "ErrorItemNotFound", () => PutAsync(session, 1_000_000, 1_000_000, 5_000_000));
        Assert.Empty((await _desk.User.Messages[draft].Attachments.GetAsync(cancellationToken: Ct))!.Value!);
    }

    private async Task<string> DraftAsync() => (await _desk.User.Messages.PostAsync(
        new Message { Subject = "Big", ToRecipients = [new() { EmailAddress = new() { Address = "ann@customer.example" } }] }, cancellationToken: Ct))!.Id!;

    private async Task<UploadSession> SessionAsync(string draft, long size, AttachmentType type = AttachmentType.File) =>
        (await _desk.User.Messages[draft].Attachments.CreateUploadSession.PostAsync(
            new CreateUploadSessionPostRequestBody { AttachmentItem = new AttachmentItem { AttachmentType = type, Name = "big.bin", Size = size } }, cancellationToken: Ct))!;

    private async Task<UploadSession?> PutAsync(UploadSession session, int from, int count, int total)
    {
        var request = new RequestInformation { HttpMethod = Method.PUT, URI = new Uri(session.UploadUrl!) };
        request.SetStreamContent(new MemoryStream(new byte[count]), "application/octet-stream");
        request.Headers.Add("Content-Range", new ContentRangeHeaderValue(from, from + count - 1, total).ToString());
        return await _anonymous.SendAsync(request, UploadSession.CreateFromDiscriminatorValue, Errors(), Ct);
    }

    private Task SendAsync(RequestInformation request) => _anonymous.SendNoContentAsync(request, Errors(), Ct);

    private static Dictionary<string, Microsoft.Kiota.Abstractions.Serialization.ParsableFactory<Microsoft.Kiota.Abstractions.Serialization.IParsable>> Errors() =>
        new() { ["XXX"] = Microsoft.Graph.Models.ODataErrors.ODataError.CreateFromDiscriminatorValue };
}
