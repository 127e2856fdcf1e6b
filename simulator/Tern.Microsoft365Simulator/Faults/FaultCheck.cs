using System.Runtime.CompilerServices;
using Tern.Microsoft365Simulator.Entra;

namespace Tern.Microsoft365Simulator.Faults;

/// <summary>Refuses a fault that no answer can be made from, when it is added and not when it strikes.</summary>
internal static class FaultCheck
{
    // What a timer can wait.
    private static readonly TimeSpan LongestDelay = TimeSpan.FromDays(40);

    /// <exception cref="ArgumentException">A value that is impossible, or a fault that does nothing.</exception>
    internal static void Check(Fault fault)
    {
        Require(fault.Class is not null || DoesSomething(fault), "This fault does nothing: give it a class, a status, aadsts, a delay, bytesPerSecond, headers, down or a cut.");
        Require(fault.Status is null or (>= 200 and <= 599), "\"status\" is one from 200 to 599.");
        Require(fault.Down is null || (fault.Status is null && fault.Aadsts is null && fault.Cut == Cut.None), "Where \"down\" is, no connection comes about: no status, no aadsts and no cut besides.");
        Require(fault.GraphCode is null || fault.Status is not null, "\"graphCode\" needs a \"status\".");
        Require(fault.Aadsts is not { } code || EntraErrors.Known.ContainsKey(code), $"There is no AADSTS{fault.Aadsts} here. RULES.md lists the codes under 1.7.");
        Require(fault.Probability is >= 0 and <= 1, "\"probability\" is a share from 0 to 1.");
        Require(fault.Times is null or > 0, "\"times\" is at least 1; without it the fault strikes for ever.");
        Require(fault.Skip >= 0, "\"skip\" cannot be negative.");
        Require(fault.Amount is null or > 0, "\"amount\" is at least 1.");
        Require(fault.BytesPerSecond is null or > 0, "\"bytesPerSecond\" is at least 1.");
        Require(fault.Delay >= TimeSpan.Zero && fault.Delay <= LongestDelay, $"\"delay\" is from nothing to {LongestDelay.TotalDays} days.");
        foreach (var (name, value) in fault.Headers)
        {
            Require(name.Length > 0 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_'), $"\"{name}\" is no name of a header.");
            Require(value.All(c => c is >= ' ' and <= '~'), $"The value of {name} has characters that a header cannot carry.");
        }
    }

    private static bool DoesSomething(Fault fault) =>
        fault.Status is not null || fault.Aadsts is not null || fault.BytesPerSecond is not null || fault.Delay != TimeSpan.Zero || fault.Cut != Cut.None || fault.Down is not null || fault.Headers.Count > 0;

    private static void Require(bool isSo, string otherwise, [CallerArgumentExpression(nameof(isSo))] string? what = null)
    {
        if (!isSo)
        {
            throw new ArgumentException(otherwise, what);
        }
    }
}
