namespace DiffOG.Solvers.InteriorPoint.Numerics;

/// <summary>Factors that round nothing, and arrays that only grow.</summary>
internal static class Scaling
{
    /// <summary>The power of two just below a positive number; one for what is none.</summary>
    internal static double PowerOfTwo(double near) =>
        near > 0 && double.IsNormal(near) ? Math.ScaleB(1, Math.Clamp(Math.ILogB(near), -500, 500)) : 1;

    /// <summary>Makes room; what is in it is not defined.</summary>
    internal static void Grow<T>(ref T[] array, int size)
    {
        if (array.Length < size)
            array = new T[size];
    }
}
