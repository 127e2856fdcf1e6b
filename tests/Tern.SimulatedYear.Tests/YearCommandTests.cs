using Tern.SimulatedYear.Diaries;

namespace Tern.SimulatedYear.Tests;

[Collection(nameof(OneAfterTheOther))]
public sealed class YearCommandTests
{
    [Fact]
    public void Kept_promises_end_with_0_and_the_report_says_so()
    {
        var (code, output, _) = Run(PlainYear.Write, "--seed", "5", "--days", "2");

        Assert.Equal(0, code);
        Assert.StartsWith("Seed 5, 2 days from 2027-01-01", output, StringComparison.Ordinal);
        Assert.EndsWith("Every promise was kept.\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_broken_promise_ends_with_1_and_stands_in_the_report_as_a_sentence()
    {
        var (code, output, _) = Run(
            _ =>
            {
                var diary = new Diary();
                PlainYear.Connect(diary, secretGoodForDays: 180);
                diary.On(1, "Consent goes, and nobody wrote down what that means.", office => office.Simulator.Apps.WithdrawConsent(office.Support.App));
                return diary;
            },
            "--days", "2");

        Assert.Equal(1, code);
        Assert.Contains("A stop has no reason in the diary or not the right name: support, day   1", output, StringComparison.Ordinal);
        Assert.Contains("access-denied (ErrorAccessDenied), AdministratorMustAct", output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--days", "0")]
    [InlineData("--days", "366")]
    [InlineData("--seed", "many")]
    [InlineData("--seed")]
    [InlineData("--years", "1")]
    public void Words_that_are_not_understood_end_with_2_and_the_usage(params string[] words)
    {
        var (code, output, error) = Run(PlainYear.Write, words);

        Assert.Equal((2, string.Empty), (code, output));
        Assert.StartsWith("Options: --seed N", error, StringComparison.Ordinal);
    }

    private static (int Code, string Output, string Error) Run(Func<int, Diary> write, params string[] words)
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter { NewLine = "\n" };
        return (YearCommand.Run(words, write, output, error), output.ToString(), error.ToString());
    }
}
