# A token that is refused without a challenge is not replaced.
# in src/Tern.MailEngine.Microsoft365/Graph/GraphClient.cs
s/if \(response\.StatusCode == HttpStatusCode\.Unauthorized\)/if (response.StatusCode == HttpStatusCode.Unauthorized \&\& ClaimsChallenge.Read(response) is not null)/
