using DiffOG.Testing.Problems;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>What a policy proposes over a whole sequence: a smooth random walk in [-1, 1] with noise and jumps; the last dimension opens and closes.</summary>
internal sealed class Walk
{
    private const double Memory = 0.8, Push = 0.08, Noise = 0.1, Jump = 0.5, JumpShare = 0.1, Wall = 0.95;
    private readonly double[] actions;
    private readonly int dimensions;

    internal Walk(int steps, int dimensions, Random random)
    {
        this.dimensions = dimensions;
        actions = new double[steps * dimensions];
        double[] place = [.. Enumerable.Range(0, dimensions).Select(_ => random.NextDouble() - 0.5)], speed = new double[dimensions];
        Start = [.. place];
        for (int i = 0; i < actions.Length; i++)
        {
            int d = i % dimensions;
            Move(ref place[d], ref speed[d], random);
            double noisy = place[d] + (Noise * LayerProblems.Normal(random)) + (random.NextDouble() < JumpShare ? Jump * LayerProblems.Normal(random) : 0);
            actions[i] = d == dimensions - 1 ? (place[d] < 0 ? -1 : 1) : Math.Clamp(noisy, -1, 1);
        }
    }

    /// <summary>[D] where it begins.</summary>
    internal double[] Start { get; }

    /// <summary>−â of the chunk that starts at a step.</summary>
    internal double[] Linear(int first, int steps) => [.. actions.AsSpan(first * dimensions, steps * dimensions).ToArray().Select(a => -a)];

    private static void Move(ref double place, ref double speed, Random random)
    {
        speed = (Memory * speed) + (Push * LayerProblems.Normal(random));
        place += speed;
        if (Math.Abs(place) <= Wall)
            return;
        place = Math.CopySign(Wall, place);
        speed = -Math.CopySign(speed, place);
    }
}
