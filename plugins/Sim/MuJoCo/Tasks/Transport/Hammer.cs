namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>The hammer's shape: a handle along its third axis, the head at the positive end, face and claw along its first.</summary>
internal static class Hammer
{
    /// <summary>Half the length of the handle [m].</summary>
    public const double HandleHalf = 0.1;

    /// <summary>How far the middle of the whole hammer is from the middle of its handle [m], about.</summary>
    public const double MiddleTowardsHead = 0.016;

    /// <summary>What stands for the head's measures in the description.</summary>
    /// <param name="half">Half the height of the head [m].</param>
    public static (string Name, double Value)[] Values(double half) =>
    [
        ("HALF", half), ("LONG", 2 * half), ("TOP", HandleHalf + half), ("NECKRADIUS", 0.8 * half), ("NECKHALF", 0.2 * half), ("NECKPLACE", 2.2 * half),
        ("FACEHALF", 0.4 * half), ("FACEPLACE", 2.8 * half), ("CLAWHALF", 0.7072 * half), ("CLAWWIDTH", 0.95 * half), ("CLAWPLACE", -2 * half),
    ];
}
