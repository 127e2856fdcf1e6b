namespace Tern.Tests.Fixtures;

/// <summary>Tests that hold on both databases: the class says what, its two subclasses say where.</summary>
public abstract class DeskTests<TApp> : IClassFixture<TApp>
    where TApp : TernApp
{
    protected DeskTests(TApp app)
    {
        Assert.SkipWhen(app.SkipReason is not null, app.SkipReason ?? "");
        App = app;
    }

    protected TApp App { get; }

    protected static CancellationToken Ct => TestContext.Current.CancellationToken;
}
