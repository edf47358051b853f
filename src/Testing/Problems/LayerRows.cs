namespace DiffOG.Testing.Problems;

/// <summary>Which rows a problem has.</summary>
public enum LayerRows
{
    /// <summary>First differences, with the action before the chunk.</summary>
    Speed,

    /// <summary>First differences inside the chunk only.</summary>
    SpeedWithoutPast,

    /// <summary>First, second and third differences (limits 1, 0.5 and 0.4 times the limit), with three actions before the chunk.</summary>
    SpeedAccelerationJerk,

    /// <summary>As <see cref="SpeedAccelerationJerk"/>, and two random half-spaces a step around the action before the chunk.</summary>
    HalfSpaces,
}
