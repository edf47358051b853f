namespace DiffOG.Learning.Schedules;

/// <summary>How the learning rate goes on after its rise.</summary>
public enum ScheduleKind
{
    /// <summary>Along half a cosine to zero.</summary>
    Cosine,

    /// <summary>Stays.</summary>
    Constant,

    /// <summary>Along a line to zero.</summary>
    Linear,
}
