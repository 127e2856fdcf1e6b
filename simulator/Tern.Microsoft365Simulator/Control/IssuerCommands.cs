using System.Security.Cryptography;

namespace Tern.Microsoft365Simulator.Control;

/// <summary>/_sim/issuers</summary>
internal static class IssuerCommands
{
    internal static SimulatedResponse Answer(ControlCall call, string[] rest)
    {
        switch (call.Request.Method, rest)
        {
            case ("GET", []):
                return ControlCall.List(call.Simulator.Issuers.All);
            case ("POST", []):
                var body = call.Body<NewIssuer>();
                return ControlCall.Show(call.Simulator.Issuers.AddKey(body.Issuer, Key(body.PublicKey)), 201);
            case ("DELETE", []):
                call.Simulator.Issuers.Remove(call.Query["issuer"] ?? throw new ControlRefusalException(400, "?issuer= is missing."));
                return ControlCall.Done();
            default:
                throw ControlRouter.NoCommand(call.Request);
        }
    }

    private static byte[] Key(string pem)
    {
        try
        {
            using var key = RSA.Create();
            key.ImportFromPem(pem);
            return key.ExportSubjectPublicKeyInfo();
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            throw new ControlRefusalException(400, "\"publicKey\" has to be the text of an RSA key in PEM, from -----BEGIN PUBLIC KEY----- on.");
        }
    }

    private sealed record NewIssuer(string Issuer, string PublicKey);
}
