using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.Admm.Method;

/// <summary>
/// The penalties R of the rows: ρ for inequalities, a thousand times that for equations, none for rows without a bound
/// (Stellato et al. 2020, section 5.2). ρ is a power of two, so that few different values occur and their factorisations
/// can be kept.
/// </summary>
internal sealed unsafe class Penalty
{
    private const double OfEquations = 1024;
    private const int SmallestExponent = -24, LargestExponent = 24;

    /// <summary>ρ changes only when its exponent would by at least this much; every change costs a factorisation.</summary>
    private const int WorthwhileChange = 2;

    private readonly PinnedBuffer weights = new(), inverses = new();
    private byte[] kinds = [];
    private int rows, next;

    /// <summary>ρ = 2^Exponent.</summary>
    internal int Exponent { get; private set; }

    /// <summary>R [m, padded with zeros].</summary>
    internal double* Weights => weights.Start;

    /// <summary>1 / R [m, padded], zero where R is.</summary>
    internal double* Inverses => inverses.Start;

    /// <summary>Looks which rows are equations and which are bounded at all. Returns whether that differs from the problem before.</summary>
    internal bool Classify(DenseQp qp)
    {
        bool changed = qp.Rows != rows;
        rows = qp.Rows;
        if (kinds.Length < rows)
            kinds = new byte[rows];
        for (int r = 0; r < rows; r++)
        {
            bool bounded = double.IsFinite(qp.Lower[r]) || double.IsFinite(qp.Upper[r]);
            byte kind = (byte)(!bounded ? 0 : qp.Lower[r] == qp.Upper[r] ? 2 : 1);
            changed |= kinds[r] != kind;
            kinds[r] = kind;
        }
        weights.ReserveZeros(DenseCholesky.Padded(rows));
        inverses.ReserveZeros(DenseCholesky.Padded(rows));
        return changed;
    }

    /// <summary>Begins with a ρ near the one given.</summary>
    internal void Set(double rho)
    {
        SetExponent(Nearest(rho));
        next = 0;
    }

    /// <summary>ρ √(relative primal / relative dual residual). Returns whether ρ changed. Changes become rarer, by half of the steps gone, since a ρ that changed for ever would keep the method from converging.</summary>
    internal bool Adapt(int iteration, double primal, double dual)
    {
        if (iteration < next)
            return false;
        double rho = Math.ScaleB(1, Exponent) * Math.Sqrt(primal / dual);
        int exponent = double.IsNaN(rho) ? Exponent : Nearest(rho);
        if (Math.Abs(exponent - Exponent) < WorthwhileChange)
            return false;
        SetExponent(exponent);
        next = iteration + (iteration / 2);
        return true;
    }

    private static int Nearest(double rho) =>
        rho <= 0 ? SmallestExponent : double.IsInfinity(rho) ? LargestExponent
        : Math.Clamp(Math.ILogB(rho * 1.4142135623730951), SmallestExponent, LargestExponent);

    private void SetExponent(int exponent)
    {
        Exponent = exponent;
        double rho = Math.ScaleB(1, exponent);
        for (int r = 0; r < rows; r++)
        {
            Weights[r] = kinds[r] switch { 0 => 0, 1 => rho, _ => OfEquations * rho };
            Inverses[r] = kinds[r] == 0 ? 0 : 1 / Weights[r];
        }
    }
}
