using Tern.Mail.Scorecard;

namespace Tern.Mail.Tests.Corpora;

public sealed class ScorecardCommandTests : IDisposable
{
    private readonly DirectoryInfo _corpora = Directory.CreateTempSubdirectory("tern-scorecard-");
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();

    public void Dispose()
    {
        _corpora.Delete(recursive: true);
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public void A_line_that_is_held_ends_with_0()
    {
        WriteReply("Thank you.\n\n> Here it is.", trimmed: "Thank you.");

        Assert.Equal(0, Run("quotes"));
        Assert.Matches(@"(?m)^quotes +replies +0 +1 +0$", _output.ToString());
    }

    [Fact]
    public void A_line_over_its_limit_is_marked_and_named_and_ends_with_1()
    {
        WriteReply("Thank you.", trimmed: "Something else.");

        Assert.Equal(1, Run("quotes"));
        Assert.Matches(@"(?m)^quotes +replies +1 +1 +0  OVER$", _output.ToString());
        Assert.Contains("reply.txt: «Thank you.» instead of «Something else.»", _output.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_same_is_there_for_programs()
    {
        WriteReply("Thank you.", trimmed: "Something else.");

        Assert.Equal(1, Run("quotes", "--json"));
        using var json = System.Text.Json.JsonDocument.Parse(_output.ToString());
        var line = Assert.Single(json.RootElement.EnumerateArray());
        Assert.Equal(("replies", 1, false), (line.GetProperty("measure").GetString(), line.GetProperty("missed").GetInt32(), line.GetProperty("held").GetBoolean()));
    }

    [Fact]
    public void A_folder_that_is_not_here_is_named_with_the_variable_that_finds_it()
    {
        Assert.Equal(2, Run("tnef"));
        Assert.Contains("tnef is not here (TERN_CORPORA", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_any_corpora_the_variable_is_named()
    {
        Assert.Equal(2, ScorecardCommand.Run(["--corpora", Path.Combine(_corpora.FullName, "none")], _output, _error));
        Assert.Contains("TERN_CORPORA", _error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_that_no_card_counts_is_refused_with_the_list_of_those_that_are()
    {
        Assert.Equal(2, Run("nonsense"));
        Assert.Contains("mime-trees", _error.ToString(), StringComparison.Ordinal);
    }

    private int Run(params string[] args) => ScorecardCommand.Run([.. args, "--corpora", _corpora.FullName], _output, _error);

    private void WriteReply(string source, string trimmed)
    {
        File.WriteAllText(Path.Combine(_corpora.CreateSubdirectory("quotes/emails").FullName, "reply.txt"), source);
        File.WriteAllText(Path.Combine(_corpora.CreateSubdirectory("quotes/trimmed").FullName, "reply.txt"), trimmed);
    }
}
