using System.Runtime.Intrinsics;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.Kernels;

/// <summary>Sums over vectors of padded length (<see cref="DenseCholesky.Padded"/>), in an order that depends on the length alone.</summary>
public static unsafe class PaddedVectors
{
    private const int Width = DenseCholesky.Block;

    /// <summary>a·b.</summary>
    /// <param name="a">[size].</param>
    /// <param name="b">[size].</param>
    /// <param name="size">A multiple of four.</param>
    public static double Dot(double* a, double* b, int size)
    {
        Vector sum = Vector.Zero;
        for (int i = 0; i < size; i += Width)
            sum = Vector256.FusedMultiplyAdd(Vector256.Load(a + i), Vector256.Load(b + i), sum);
        return Vector256.Sum(sum);
    }

    /// <summary>Four times a·b at once, each in the order of <see cref="Dot"/>.</summary>
    /// <param name="a">Four vectors [size].</param>
    /// <param name="b">[size].</param>
    /// <param name="size">A multiple of four.</param>
    /// <param name="dots">[4] receives them.</param>
    public static void FourDots(Four a, double* b, int size, double* dots)
    {
        Vector s0 = Vector.Zero, s1 = s0, s2 = s0, s3 = s0;
        for (int i = 0; i < size; i += Width)
        {
            Vector x = Vector256.Load(b + i);
            s0 = Vector256.FusedMultiplyAdd(Vector256.Load(a.First + i), x, s0);
            s1 = Vector256.FusedMultiplyAdd(Vector256.Load(a.Second + i), x, s1);
            s2 = Vector256.FusedMultiplyAdd(Vector256.Load(a.Third + i), x, s2);
            s3 = Vector256.FusedMultiplyAdd(Vector256.Load(a.Fourth + i), x, s3);
        }
        (dots[0], dots[1], dots[2], dots[3]) = (Vector256.Sum(s0), Vector256.Sum(s1), Vector256.Sum(s2), Vector256.Sum(s3));
    }

    /// <summary>b ← b + factor · a.</summary>
    /// <param name="factor">By what a is multiplied.</param>
    /// <param name="a">[size].</param>
    /// <param name="b">[size].</param>
    /// <param name="size">A multiple of four.</param>
    public static void AddScaled(double factor, double* a, double* b, int size)
    {
        Vector same = Vector256.Create(factor);
        for (int i = 0; i < size; i += Width)
            Vector256.FusedMultiplyAdd(same, Vector256.Load(a + i), Vector256.Load(b + i)).Store(b + i);
    }

    /// <summary>b ← b + Σ factor · a over four vectors, one after the other as <see cref="AddScaled"/> would.</summary>
    /// <param name="factors">[4].</param>
    /// <param name="a">Four vectors [size].</param>
    /// <param name="b">[size].</param>
    /// <param name="size">A multiple of four.</param>
    public static void AddFourScaled(double* factors, Four a, double* b, int size)
    {
        Vector f0 = Vector256.Create(factors[0]), f1 = Vector256.Create(factors[1]), f2 = Vector256.Create(factors[2]), f3 = Vector256.Create(factors[3]);
        for (int i = 0; i < size; i += Width)
        {
            Vector sum = Vector256.FusedMultiplyAdd(f0, Vector256.Load(a.First + i), Vector256.Load(b + i));
            sum = Vector256.FusedMultiplyAdd(f1, Vector256.Load(a.Second + i), sum);
            sum = Vector256.FusedMultiplyAdd(f2, Vector256.Load(a.Third + i), sum);
            Vector256.FusedMultiplyAdd(f3, Vector256.Load(a.Fourth + i), sum).Store(b + i);
        }
    }

    /// <summary>The largest size of an element; NaN where one is.</summary>
    /// <param name="a">[count].</param>
    /// <param name="count">Any number.</param>
    public static double Largest(double* a, int count)
    {
        Vector largest = Vector.Zero;
        int i = 0;
        for (; i + Width <= count; i += Width)
            largest = Vector256.Max(largest, Vector256.Abs(Vector256.Load(a + i)));
        double found = Math.Max(Math.Max(largest[0], largest[1]), Math.Max(largest[2], largest[3]));
        for (; i < count; i++)
            found = Math.Max(found, Math.Abs(a[i]));
        return found;
    }

    /// <summary>Four vectors.</summary>
    /// <param name="first">The first.</param>
    /// <param name="second">The second.</param>
    /// <param name="third">The third.</param>
    /// <param name="fourth">The fourth.</param>
    public readonly struct Four(double* first, double* second, double* third, double* fourth)
    {
        /// <summary>The first.</summary>
        public double* First { get; } = first;

        /// <summary>The second.</summary>
        public double* Second { get; } = second;

        /// <summary>The third.</summary>
        public double* Third { get; } = third;

        /// <summary>The fourth.</summary>
        public double* Fourth { get; } = fourth;
    }
}
