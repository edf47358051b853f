using DiffOG.Randomness;

namespace DiffOG.Host.Recording;

/// <summary>Which demonstrations of a file are kept for validation.</summary>
internal static class ValidationSplit
{
    private const int OneIn = 10;

    /// <summary>Draws one in ten, at least one where there are two.</summary>
    /// <param name="demonstrations">How many there are.</param>
    /// <param name="seed">Decides which.</param>
    /// <returns>Their numbers, rising.</returns>
    internal static int[] Of(int demonstrations, long seed)
    {
        int wanted = demonstrations < 2 ? 0 : Math.Max(1, demonstrations / OneIn);
        int[] numbers = [.. Enumerable.Range(0, demonstrations)];
        var chance = new GaussianSource(seed, demonstrations);
        for (int i = 0; i < wanted; i++)
        {
            int other = i + chance.NextInteger(demonstrations - i);
            (numbers[i], numbers[other]) = (numbers[other], numbers[i]);
        }
        return [.. numbers[..wanted].Order()];
    }
}
