using System.Runtime.Intrinsics;
using DiffOG.Solvers.InteriorPoint.Numerics;
using DiffOG.Solvers.Kernels;
using Vector = System.Runtime.Intrinsics.Vector256<double>;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>
/// The upper (sign 1) or the lower (sign −1) side of all rows: sign · g x + s = sign · bound with a slack s &gt; 0 and a
/// multiplier z &gt; 0, and a step (ds, dz) from there. Slots without this side have s = 1, z = 0 and steps of zero, so that
/// all slots are worked on alike, four at a time. With r = sign · g x + s − sign · bound and t what s·z is to change by,
/// the Newton equations of one slot
///     sign · g dx + ds − δ dz = −r,    z ds + s dz = t
/// give, with v = 1 / (s + δ z),
///     dz = z v · sign · g dx + v (t + z r),    ds = δ dz − r − sign · g dx.
/// δ keeps the weight z v below 1/δ however small the slack, so that the factorisation never breaks down. r is measured
/// anew at every step: δ slows the last steps a little but does not change where they lead.
/// </summary>
internal sealed unsafe class Side(int sign)
{
    private const int Width = 4;

    /// <summary>δ, relative to what s / z begins with where that is below one.</summary>
    private const double Regularisation = 1e-10;

    /// <summary>The shares of its interval, and of four typical half-widths, that a slack begins with at least.</summary>
    private const double Margin = 0.1, TypicalIntervals = 4;

    /// <summary>Products s·z outside these multiples of the centre are brought back there by <see cref="AddCentrality"/>.</summary>
    private const double LowestProduct = 0.1, HighestProduct = 10;

    private readonly PinnedBuffer buffer = new();
    private int slots;
    private double delta;

    /// <summary>s.</summary>
    internal double* Slack => buffer.Start;

    /// <summary>z.</summary>
    internal double* Multiplier => buffer.Start + slots;

    /// <summary>ds.</summary>
    internal double* SlackStep => buffer.Start + (2 * slots);

    /// <summary>dz.</summary>
    internal double* MultiplierStep => buffer.Start + (3 * slots);

    /// <summary>How many slots have this side.</summary>
    internal int Count { get; private set; }

    /// <summary>Σ s z.</summary>
    internal double Gap { get; private set; }

    /// <summary>The largest absolute r.</summary>
    internal double LargestResidual { get; private set; }

    /// <summary>The reciprocal of the longest step that keeps s and z from becoming negative; zero where nothing limits it.</summary>
    internal double InverseStep { get; private set; }

    /// <summary>One where the side exists, zero where not.</summary>
    private double* Exists => buffer.Start + (4 * slots);

    /// <summary>sign · bound.</summary>
    private double* Bound => buffer.Start + (5 * slots);

    /// <summary>r.</summary>
    private double* Residual => buffer.Start + (6 * slots);

    /// <summary>v.</summary>
    private double* Inverse => buffer.Start + (7 * slots);

    /// <summary>v (t + z r), which is dz where dx is zero.</summary>
    private double* Constant => buffer.Start + (8 * slots);

    /// <summary>−ds dz of the predictor: what the linear equations leave out.</summary>
    private double* SecondOrder => buffer.Start + (9 * slots);

    /// <summary>What products far from the centre are to change by beside.</summary>
    private double* Centrality => buffer.Start + (10 * slots);

    /// <summary>Begins on the central path of <paramref name="mu"/>, as nearly as the distances to the bounds allow.</summary>
    /// <param name="problem">The bounds.</param>
    /// <param name="product">G x.</param>
    /// <param name="mu">What every s·z becomes.</param>
    /// <param name="halfWidth">The typical half-width of an interval.</param>
    internal void Start(Problem problem, double* product, double mu, double halfWidth)
    {
        slots = problem.Slots;
        buffer.ReserveZeros(11 * slots);
        double* bound = sign > 0 ? problem.Upper : problem.Lower;
        Count = 0;
        delta = Regularisation * Math.Min(1, halfWidth * halfWidth / mu);
        for (int i = 0; i < slots; i++)
        {
            Slack[i] = 1;
            if (!double.IsFinite(bound[i]) || problem.IsEquation(i))
                continue;
            double distance = sign * (bound[i] - product[i]), width = problem.Upper[i] - problem.Lower[i];
            double least = Margin * Math.Min(width, TypicalIntervals * halfWidth);
            Slack[i] = double.IsFinite(width) ? Math.Clamp(distance, least, width - least) : Math.Max(distance, halfWidth);
            (Exists[i], Bound[i], Multiplier[i]) = (1, sign * bound[i], mu / Slack[i]);
            Count++;
        }
    }

    /// <summary>Measures <see cref="Gap"/> and the residuals at G x.</summary>
    internal void Evaluate(double* product)
    {
        Vector gap = Vector.Zero, largest = Vector.Zero, signs = Vector256.Create((double)sign);
        for (int i = 0; i < slots; i += Width)
        {
            Vector s = Vector256.Load(Slack + i);
            Vector r = Vector256.Load(Exists + i) * (Vector256.FusedMultiplyAdd(signs, Vector256.Load(product + i), s) - Vector256.Load(Bound + i));
            r.Store(Residual + i);
            gap = Vector256.FusedMultiplyAdd(s, Vector256.Load(Multiplier + i), gap);
            largest = Vector256.MaxNative(largest, Vector256.Abs(r));
        }
        (Gap, LargestResidual) = (Vector256.Sum(gap), VectorOps.LargestOf(largest));
    }

    /// <summary>target ← target + sign · z.</summary>
    internal void AddMultipliers(double* target) => VectorOps.AddScaled(target, sign, Multiplier, slots);

    /// <summary>weights ← weights + z v.</summary>
    internal void AddWeights(double* weights)
    {
        Vector regularisation = Vector256.Create(delta);
        for (int i = 0; i < slots; i += Width)
        {
            Vector z = Vector256.Load(Multiplier + i), v = Vector.One / Vector256.FusedMultiplyAdd(regularisation, z, Vector256.Load(Slack + i));
            v.Store(Inverse + i);
            Vector256.FusedMultiplyAdd(z, v, Vector256.Load(weights + i)).Store(weights + i);
        }
    }

    /// <summary>force ← force + sign · v (t + z r), with t = centre − s·z + corrections.</summary>
    internal void AddForce(double centre, double* force)
    {
        Vector signs = Vector256.Create((double)sign), target = Vector256.Create(centre);
        for (int i = 0; i < slots; i += Width)
        {
            Vector z = Vector256.Load(Multiplier + i), corrections = Vector256.Load(SecondOrder + i) + Vector256.Load(Centrality + i);
            Vector t = Vector256.FusedMultiplyAdd(target, Vector256.Load(Exists + i), corrections) - (Vector256.Load(Slack + i) * z);
            Vector constant = Vector256.Load(Inverse + i) * Vector256.FusedMultiplyAdd(z, Vector256.Load(Residual + i), t);
            constant.Store(Constant + i);
            Vector256.FusedMultiplyAdd(signs, constant, Vector256.Load(force + i)).Store(force + i);
        }
    }

    /// <summary>The step that G dx implies; measures <see cref="InverseStep"/>.</summary>
    internal void Recover(double* productStep)
    {
        Vector signs = Vector256.Create((double)sign), regularisation = Vector256.Create(delta), tiny = Vector256.Create(1e-300), longest = Vector.Zero;
        for (int i = 0; i < slots; i += Width)
        {
            Vector s = Vector256.Load(Slack + i), z = Vector256.Load(Multiplier + i), move = signs * Vector256.Load(productStep + i);
            Vector dz = Vector256.FusedMultiplyAdd(z * Vector256.Load(Inverse + i), move, Vector256.Load(Constant + i));
            Vector ds = Vector256.Load(Exists + i) * (Vector256.FusedMultiplyAdd(regularisation, dz, -Vector256.Load(Residual + i)) - move);
            dz.Store(MultiplierStep + i);
            ds.Store(SlackStep + i);
            longest = Vector256.MaxNative(longest, Vector256.MaxNative(-ds / s, -dz / Vector256.MaxNative(z, tiny)));
        }
        InverseStep = VectorOps.LargestOf(longest);
    }

    /// <summary>Σ s z after a part of the step.</summary>
    internal double GapAfter(double step)
    {
        Vector gap = Vector.Zero, part = Vector256.Create(step);
        for (int i = 0; i < slots; i += Width)
            gap = Vector256.FusedMultiplyAdd(Moved(Slack, part, i), Moved(Multiplier, part, i), gap);
        return Vector256.Sum(gap);
    }

    /// <summary>Takes the product ds dz of the step into account from now on (Mehrotra).</summary>
    internal void AddSecondOrder()
    {
        for (int i = 0; i < slots; i += Width)
            (-(Vector256.Load(SlackStep + i) * Vector256.Load(MultiplierStep + i))).Store(SecondOrder + i);
    }

    /// <summary>Brings products that a part of the step would leave far from the centre back towards it from now on (Gondzio 1996, equation 16).</summary>
    internal void AddCentrality(double step, double centre)
    {
        Vector part = Vector256.Create(step), low = Vector256.Create(LowestProduct * centre), high = Vector256.Create(HighestProduct * centre);
        for (int i = 0; i < slots; i += Width)
        {
            Vector product = Moved(Slack, part, i) * Moved(Multiplier, part, i);
            Vector change = Vector256.MaxNative(Vector256.MinNative(Vector256.MaxNative(product, low), high) - product, -high);
            (Vector256.Load(Exists + i) * change).Store(Centrality + i);
        }
    }

    /// <summary>Forgets <see cref="AddCentrality"/>.</summary>
    internal void ClearCentrality() => VectorOps.Clear(Centrality, slots);

    /// <summary>Forgets both corrections.</summary>
    internal void ClearCorrections() => VectorOps.Clear(SecondOrder, 2 * slots);

    /// <summary>Goes a part of the step.</summary>
    internal void Advance(double step)
    {
        VectorOps.AddScaled(Slack, step, SlackStep, slots);
        VectorOps.AddScaled(Multiplier, step, MultiplierStep, slots);
    }

    /// <summary>Four elements after a part of the step; steps stand two vectors behind what they belong to.</summary>
    private Vector Moved(double* values, Vector part, int i) =>
        Vector256.FusedMultiplyAdd(part, Vector256.Load(values + (2 * slots) + i), Vector256.Load(values + i));
}
