namespace Tern.ArchitectureTests;

/// <summary>How the features of the desk may lean on each other.</summary>
public sealed class FeatureTests
{
    /// <summary>
    /// Which features' roots a feature may use; whatever is allowed for one of these is allowed through it. A picture of it is in docs/architecture.md.
    /// Everybody may know who is signed in, so Identity stands below all.
    /// </summary>
    private static readonly Dictionary<string, string[]> Below = new()
    {
        ["Identity"] = [],
        ["Customers"] = ["Identity"],
        ["Tickets"] = ["Customers"],
        ["Mailboxes"] = ["Tickets"],
        ["Automation"] = ["Tickets"],
        ["KnowledgeBase"] = ["Tickets"],
        ["Portal"] = ["KnowledgeBase"],
        ["Reports"] = ["Mailboxes", "Automation", "KnowledgeBase"],
        ["Administration"] = ["Reports"],

        // Search reads documents and knows no feature; the stream reads the event table, whose rows are mapped by Tickets (decision 0007).
        ["Search"] = ["Identity"],
        ["LiveUpdates"] = ["Tickets"],
    };

    private static IEnumerable<House.Use> BetweenFeatures => House.Uses.Where(u => u.From.Feature is not null && u.To.Feature is not null && u.From.Feature != u.To.Feature);

    [Fact]
    public void Every_feature_has_its_place_in_the_order() =>
        Found.Nothing(
            House.Types.Select(t => new House.Place(t.FullName!, t.Namespace!).Feature).Where(f => f is not null && !Below.ContainsKey(f)).Select(f => f!),
            "A feature is missing in the order; decide what it may use and add it:");

    [Fact]
    public void A_feature_uses_only_features_below_it() =>
        Found.Nothing(
            BetweenFeatures.Where(u => Below.ContainsKey(u.From.Feature!) && !AllBelow(u.From.Feature!).Contains(u.To.Feature!)),
            "Features lean in one direction only; let the upper one call, or turn the arrow with an interface in the lower one:");

    [Fact]
    public void The_order_of_features_has_no_cycle() =>
        Found.Nothing(Below.Keys.Where(f => AllBelow(f).Contains(f)), "A feature stands below itself:");

    [Fact]
    public void A_feature_uses_the_root_of_another_and_never_its_slices() =>
        Found.Nothing(
            BetweenFeatures.Where(u => u.To.Slice is not null),
            "What another feature needs belongs in the root of the feature that offers it:");

    [Fact]
    public void A_slice_uses_no_other_slice_of_its_feature() =>
        Found.Nothing(
            House.Uses.Where(u => u.From.Feature is not null && u.From.Feature == u.To.Feature && u.From.Slice is not null && u.To.Slice is not null && u.From.Slice != u.To.Slice),
            "What two slices share moves to the root of the feature:");

    [Fact]
    public void A_root_uses_its_slices_only_to_register_them() =>
        Found.Nothing(
            House.Uses.Where(u => u.From.Feature is not null && u.From.Feature == u.To.Feature && u.From.Slice is null && u.To.Slice is not null && !u.From.IsRegistration),
            "A root that uses a slice ties every slice to it; the shared part belongs in the root:");

    [Fact]
    public void Outside_the_features_nobody_uses_a_slice() =>
        Found.Nothing(
            House.Uses.Where(u => u.From.Feature is null && u.To.Slice is not null),
            "Host, commands and pages know the root of a feature, not its slices:");

    [Fact]
    public void Data_knows_no_feature() =>
        Found.Nothing(
            House.Uses.Where(u => u.From.IsIn("Tern.Data") && u.To.Feature is not null && !u.From.Namespace.EndsWith(".Migrations", StringComparison.Ordinal)),
            "Arrows run from features to Data; a mapping is found in the assembly and a set is an extension property of the feature:");

    private static HashSet<string> AllBelow(string feature)
    {
        var below = new HashSet<string>();
        var open = new Queue<string>(Below[feature]);
        while (open.TryDequeue(out var next))
        {
            if (below.Add(next))
            {
                Array.ForEach(Below[next], open.Enqueue);
            }
        }

        return below;
    }
}
