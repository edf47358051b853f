namespace DiffOG.Randomness;

/// <summary>
/// Standard normal numbers from a seed and a stream: SplitMix64 (Steele, Lea and Flood 2014) through the Box–Muller
/// transform. The same pair gives the same numbers on every machine, thread and batch size.
/// </summary>
/// <param name="seed">For example the episode's seed.</param>
/// <param name="stream">Tells apart sequences of one seed, for example the number of the chunk in the episode.</param>
public struct GaussianSource(long seed, long stream)
{
    private const ulong Increment = 0x9E3779B97F4A7C15;
    private ulong state = Mix(Mix((ulong)seed + Increment) + (ulong)stream);

    /// <summary>Fills memory with standard normal numbers.</summary>
    /// <param name="target">Receives the numbers.</param>
    public void Fill(Span<float> target)
    {
        for (int i = 0; i < target.Length; i += 2)
        {
            (double first, double second) = NextPair();
            target[i] = (float)first;
            if (i + 1 < target.Length)
                target[i + 1] = (float)second;
        }
    }

    /// <summary>An integer between zero and <paramref name="below"/> − 1, each equally likely.</summary>
    /// <param name="below">At least one.</param>
    public int NextInteger(int below) => (int)Math.BigMul(NextBits(), (ulong)below, out _);

    private (double First, double Second) NextPair()
    {
        // (0, 1] so that the logarithm is finite.
        double u = ((NextBits() >> 11) + 1) * (1.0 / (1UL << 53));
        double radius = Math.Sqrt(-2 * Math.Log(u));
        (double sine, double cosine) = Math.SinCos(2 * Math.PI * (NextBits() >> 11) * (1.0 / (1UL << 53)));
        return (radius * cosine, radius * sine);
    }

    private ulong NextBits() => Mix(state += Increment);

    private static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
