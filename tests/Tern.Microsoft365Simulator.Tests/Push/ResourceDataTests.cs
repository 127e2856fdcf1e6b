using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

namespace Tern.Microsoft365Simulator.Tests.Push;

/// <summary>Notifications that carry the message along, for the holder of a key.</summary>
public sealed class ResourceDataTests : IAsyncLifetime
{
    private readonly RSA _key = RSA.Create(2048);
    private PushOffice _push = null!;

    public async ValueTask InitializeAsync()
    {
        _push = await PushOffice.OpenAsync();
        _push.Office.App.ApplicationPermissions.Add("Mail.Read");
        _push.Simulator.Apps.GrantAdminConsent(_push.Office.App);
        await _push.Office.SignedInAsync();
    }

    public ValueTask DisposeAsync()
    {
        _key.Dispose();
        _push.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Data_opens_with_the_key_and_its_signature_holds()
    {
        await _push.SubscribedAsync(Wish());
        _push.Deliver("Sealed");
        await _push.PassAsync(TimeSpan.FromSeconds(10));

        var post = Assert.Single(_push.Listener.Posts).Body;
        var sealedContent = post["value"]![0]!["encryptedContent"]!.AsObject();
        var key = _key.Decrypt(Convert.FromBase64String(Office.Text(sealedContent, "dataKey")), RSAEncryptionPadding.OaepSHA1);
        var data = Convert.FromBase64String(Office.Text(sealedContent, "data"));
        Assert.Equal(Convert.ToBase64String(HMACSHA256.HashData(key, data)), Office.Text(sealedContent, "dataSignature"));
        using var aes = Aes.Create();
        aes.Key = key;
        var message = JsonNode.Parse(Encoding.UTF8.GetString(aes.DecryptCbc(data, key.AsSpan(0, 16))))!;
        Assert.Equal("Sealed", message["subject"]!.GetValue<string>());
        Assert.Null(message["body"]);
        Assert.Equal("cert-1", Office.Text(sealedContent, "encryptionCertificateId"));
    }

    [Fact]
    public async Task Validation_token_names_the_publisher_and_this_application()
    {
        await _push.SubscribedAsync(Wish());
        _push.Deliver();
        await _push.PassAsync(TimeSpan.FromSeconds(10));

        var token = Assert.Single((JsonArray)_push.Listener.Posts[0].Body["validationTokens"]!)!.GetValue<string>();
        var read = new Microsoft.IdentityModel.JsonWebTokens.JsonWebToken(token);
        Assert.Equal("0bf30f3b-4a52-48df-9a82-234910c4a086", read.GetClaim("azp").Value);
        Assert.Equal("0bf30f3b-4a52-48df-9a82-234910c4a086", read.GetClaim("appid").Value);
        Assert.Equal([_push.Office.App.ClientId], read.Audiences);
    }

    [Theory]
    [InlineData(1_440, 201)]
    [InlineData(1_441, 400)]
    public async Task Longest_life_with_data_is_1440_minutes(double minutes, int status) =>
        Assert.Equal(status, (await _push.CreateAsync(Wish(minutes))).Status);

    [Theory]
    [InlineData("resource", "users/support@contoso.example/messages")]
    [InlineData("resource", "users/support@contoso.example/messages?$select=subject,body")]
    [InlineData("resource", "users/support@contoso.example/messages?$select=uniqueBody")]
    [InlineData("encryptionCertificate", null)]
    [InlineData("encryptionCertificate", "AAAA")]
    [InlineData("encryptionCertificate", "%")]
    [InlineData("encryptionCertificateId", null)]
    public async Task What_is_missing_or_not_allowed_is_refused(string name, string? value)
    {
        var wish = Wish();
        wish[name] = value;
        var (status, body) = await _push.CreateAsync(wish);
        Assert.Equal((400, "InvalidRequest"), (status, Office.ErrorCode(body)));
    }

    [Fact]
    public async Task Secrets_are_not_shown_again()
    {
        var (_, body) = await _push.CreateAsync(Wish());
        Assert.Null(body!["encryptionCertificate"]);
        Assert.True(body["includeResourceData"]!.GetValue<bool>());
    }

    private JsonObject Wish(double minutes = 60)
    {
        var request = new CertificateRequest("CN=desk", _key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        using var certificate = request.CreateSelfSigned(Office.Start.AddDays(-1), Office.Start.AddYears(1));
        var wish = _push.Wish("created", "users/support@contoso.example/mailFolders('inbox')/messages?$select=subject,from,receivedDateTime", minutes);
        wish["includeResourceData"] = true;
        wish["encryptionCertificate"] = Convert.ToBase64String(certificate.RawData);
        wish["encryptionCertificateId"] = "cert-1";
        return wish;
    }
}
