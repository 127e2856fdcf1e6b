namespace Tern.Benchmarks.Machine;

/// <summary>Another program of this repository, built with the configuration of this one.</summary>
internal static class BuiltProgram
{
    internal static string At(string project, string name) => Checkout.At($"artifacts/bin/{project}/{new DirectoryInfo(AppContext.BaseDirectory).Name}/{name}");
}
