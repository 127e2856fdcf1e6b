namespace Tern.SimulatedYear.Tests;

/// <summary>Runs are measured by the time of the process, so that only one is played at a time.</summary>
[CollectionDefinition(nameof(OneAfterTheOther), DisableParallelization = true)]
public sealed class OneAfterTheOther;
