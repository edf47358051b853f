namespace DiffOG.Constraints.Bounds;

/// <summary>In which units limits are given.</summary>
public enum LimitSpace
{
    /// <summary>Of normalised actions, as the paper gives them.</summary>
    Normalised,

    /// <summary>Of raw actions, in the unit of each dimension.</summary>
    Action,
}
