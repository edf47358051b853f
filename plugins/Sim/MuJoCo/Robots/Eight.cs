using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DiffOG.Simulation.MuJoCo.Robots;

/// <summary>
/// Eight numbers side by side, for what has a value per joint (up to eight) or per direction (three of translation, three of
/// rotation, two unused). Each number is computed as it would be alone, so that results are the same on any processor.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal readonly struct Eight
{
    /// <summary>How many there are.</summary>
    public const int Count = 8;

    private readonly Vector256<double> low, high;

    /// <summary>Two halves.</summary>
    public Eight(Vector256<double> low, Vector256<double> high) => (this.low, this.high) = (low, high);

    public static Eight operator +(Eight a, Eight b) => new(a.low + b.low, a.high + b.high);

    public static Eight operator -(Eight a, Eight b) => new(a.low - b.low, a.high - b.high);

    public static Eight operator *(double factor, Eight a) => new(factor * a.low, factor * a.high);

    public static Eight operator /(Eight a, double divisor) => new(a.low / Vector256.Create(divisor), a.high / Vector256.Create(divisor));

    /// <summary>The numbers of rows, one after the other.</summary>
    public static Span<double> Numbers(Span<Eight> rows) => MemoryMarshal.Cast<Eight, double>(rows);

    /// <summary>[8] the numbers of one row of several.</summary>
    public static Span<double> Numbers(Eight[] rows, int row) => MemoryMarshal.Cast<Eight, double>(rows.AsSpan(row, 1));

    /// <summary>[8] the numbers of one row of several.</summary>
    public static ReadOnlySpan<double> Numbers(ReadOnlySpan<Eight> rows, int row) => MemoryMarshal.Cast<Eight, double>(rows.Slice(row, 1));

    /// <summary>[8] the numbers of a row.</summary>
    public static Span<double> Numbers(ref Eight row) => MemoryMarshal.CreateSpan(ref Unsafe.As<Eight, double>(ref row), Count);
}
