using DiffOG.Actions;

namespace WorkspaceBox;

/// <summary>The interval of one dimension.</summary>
/// <param name="Dimension">Its place in the action.</param>
/// <param name="Minimum">In raw units; −∞ where it is open.</param>
/// <param name="Maximum">In raw units; +∞ where it is open.</param>
internal sealed record Side(int Dimension, double Minimum, double Maximum)
{
    /// <summary>The interval in the units of the chunk. A negative scale turns it around.</summary>
    internal (double Lower, double Upper) Under(ActionNormalisation normalisation)
    {
        double scale = normalisation.Scale[Dimension], offset = normalisation.Offset[Dimension];
        (double first, double second) = ((Minimum * scale) + offset, (Maximum * scale) + offset);
        return scale > 0 ? (first, second) : (second, first);
    }
}
