namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>Quantiles with linear interpolation between order statistics (type 7 of Hyndman and Fan 1996, the default of NumPy and R).</summary>
internal static class Quantiles
{
    public static double OfSorted(double[] ascending, double probability)
    {
        if (ascending.Length == 0)
            return double.NaN;
        double place = probability * (ascending.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, ascending.Length - 1);
        double fraction = place - below;
        return fraction == 0 ? ascending[below] : ascending[below] + (fraction * (ascending[above] - ascending[below]));
    }
}
