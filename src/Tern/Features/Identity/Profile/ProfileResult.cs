using Microsoft.AspNetCore.Http.HttpResults;

namespace Tern.Features.Identity.Profile;

internal static class ProfileResult
{
    internal static RazorComponentResult<ProfilePage> Page(bool isSaved, IReadOnlyList<string> problems) =>
        new(new Dictionary<string, object?> { [nameof(ProfilePage.IsSaved)] = isSaved, [nameof(ProfilePage.Problems)] = problems })
        {
            StatusCode = problems.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status422UnprocessableEntity,
        };
}
