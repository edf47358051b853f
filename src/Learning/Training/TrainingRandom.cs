using DiffOG.Randomness;

namespace DiffOG.Learning.Training;

/// <summary>What random numbers of a training run are for; each purpose has streams of its own.</summary>
internal enum Purpose
{
    Split = 1,
    Order,
    Noise,
    ValidationNoise,
    ValidationSample,
    PoolOrder,
    PoolSample,
}

/// <summary>Random numbers that follow from (seed, purpose, index) alone, so that a resumed run needs no state of a generator.</summary>
internal static class TrainingRandom
{
    private const int IndexBits = 48;

    internal static GaussianSource Of(long seed, Purpose purpose, long index) => new(seed, ((long)purpose << IndexBits) + index);

    /// <summary>0 to count − 1 in random order (Fisher and Yates).</summary>
    internal static int[] Permutation(int count, GaussianSource random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int j = random.NextInteger(i + 1);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }
}

/// <summary>
/// An endless sequence of indices that passes through all of them, in a new random order each time, before it repeats
/// one. Any place of it can be asked for.
/// </summary>
internal sealed class EpochOrder(int count, long seed, Purpose purpose)
{
    private long epoch = -1;
    private int[] order = [];

    /// <summary>The index at a place of the sequence.</summary>
    internal int At(long position)
    {
        if (position / count != epoch)
        {
            epoch = position / count;
            order = TrainingRandom.Permutation(count, TrainingRandom.Of(seed, purpose, epoch));
        }
        return order[position % count];
    }
}

/// <summary>The order in which windows are trained on. One thread at a time.</summary>
/// <param name="windows">All windows.</param>
internal sealed class WindowOrder(DemonstrationWindows windows)
{
    private readonly EpochOrder order = new(windows.Training.Count, windows.Seed, Purpose.Order);

    /// <summary>Consecutive windows: a function of their position alone. Every window comes once before one comes again.</summary>
    /// <param name="position">How many came before.</param>
    /// <param name="count">How many.</param>
    internal WindowPlace[] Take(long position, int count)
    {
        var places = new WindowPlace[count];
        for (int i = 0; i < count; i++)
            places[i] = windows.Training[order.At(position + i)];
        return places;
    }
}
