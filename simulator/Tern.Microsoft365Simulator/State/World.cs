using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Tern.Microsoft365Simulator.Graph.Messages;
using Tern.Microsoft365Simulator.Mailboxes;
using Tern.Microsoft365Simulator.Throttling;

namespace Tern.Microsoft365Simulator.State;

/// <summary>What every rule works on: the state, the clock, the sequence and the keys that follow from the seed.</summary>
internal sealed class World
{
    internal World(TimeProvider time, int seed)
    {
        Clock = new SimulatorClock(time);
        State = new SimulatorState { Form = StateUpgrade.Present, Seed = seed, RandomPosition = (ulong)(uint)seed };
        Random = new SeededSequence(State.RandomPosition);
    }

    internal Lock Gate { get; } = new();

    internal SimulatorClock Clock { get; }

    internal SimulatorState State { get; private set; }

    internal SeededSequence Random { get; private set; }

    internal RequestLog Log { get; } = new();

    internal Failures Failures { get; } = new();

    internal IssuedTokens Tokens { get; private set; } = new();

    internal RowCache Rows { get; private set; } = new();

    /// <summary>Requests counted and in flight.</summary>
    internal Throttle Throttle { get; private set; } = new();

    /// <summary>What a fault does to the mail that is submitted during one request.</summary>
    internal ForcedSubmission? Forced { get; set; }

    /// <summary>Rises with every change that belongs into the state file.</summary>
    internal long Version { get; set; }

    internal Settings Settings => State.Settings;

    internal DateTimeOffset Now => Clock.GetUtcNow();

    /// <summary>A key for one purpose. It follows from the seed, so links and tokens stay good over a restart.</summary>
    internal byte[] Key(string purpose) => SHA256.HashData(Encoding.UTF8.GetBytes($"{State.Seed}:{purpose}"));

    /// <summary>An identifier that depends on the seed and a number only, not on what else was drawn.</summary>
    internal string Identifier(string purpose, long number) =>
        Identifiers.FromBytes(SHA256.HashData(Encoding.UTF8.GetBytes($"{State.Seed}:{purpose}:{number}")));

    /// <summary>
    /// A sequence of its own for one purpose. What happens at a moment that the wall clock sets draws from such a one,
    /// so that it changes nothing that is drawn elsewhere.
    /// </summary>
    internal SeededSequence Sequence(string purpose) => new(BinaryPrimitives.ReadUInt64LittleEndian(Key(purpose)));

    internal void Replace(SimulatorState state)
    {
        State = state;
        Random = new SeededSequence(state.RandomPosition);
        Clock.Load(state.Clock);
        Throttle = new Throttle();
        Tokens = new IssuedTokens();
        Rows = new RowCache();
    }

    /// <summary>Starts again from nothing with another seed.</summary>
    internal void Reset(int seed)
    {
        var clock = Clock.Save();
        Replace(new SimulatorState { Form = StateUpgrade.Present, Seed = seed, RandomPosition = (ulong)(uint)seed, Clock = clock });
        Log.Clear();
    }
}
