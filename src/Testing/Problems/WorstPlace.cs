namespace DiffOG.Testing.Problems;

/// <summary>Where an error is largest relative to the numbers it is a difference of.</summary>
/// <param name="Index">Of the variable or row.</param>
/// <param name="Error">The error itself.</param>
/// <param name="Relative">The error divided by the size of those numbers; infinite where it is not a number.</param>
public readonly record struct WorstPlace(int Index, double Error, double Relative)
{
    /// <summary>The worse of this place and another.</summary>
    /// <param name="index">The other's.</param>
    /// <param name="error">The other's.</param>
    /// <param name="size">Of the numbers that the other's error is a difference of.</param>
    public WorstPlace Or(int index, double error, double size)
    {
        double relative = Math.Abs(error) / size;
        if (double.IsNaN(relative))
            relative = double.PositiveInfinity;
        return relative > Relative ? new WorstPlace(index, error, relative) : this;
    }
}
