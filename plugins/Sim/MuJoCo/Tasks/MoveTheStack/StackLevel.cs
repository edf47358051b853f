namespace DiffOG.Simulation.MuJoCo.Tasks.MoveTheStack;

/// <summary>How far an episode of Move the Stack came; a failure is named by what stands in the way of more.</summary>
internal enum StackLevel
{
    /// <summary>The glass was never lifted.</summary>
    Missed = 0,

    /// <summary>The glass lies, or leans by more than 30 degrees.</summary>
    KnockedOver = 1,

    /// <summary>The glass was lifted, but the spoon is not on it; or it has not been put down yet.</summary>
    SpoonFallen = 2,

    /// <summary>The glass was put down with the spoon on it, but not on the tile.</summary>
    Misplaced = 3,

    /// <summary>All is well, but the foot hit the tile's edge on the way.</summary>
    Collided = 4,

    /// <summary>All is well.</summary>
    Clean = 5,
}
