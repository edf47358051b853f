using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>A point y, and the guess of the active set that goes with it.</summary>
internal sealed unsafe class Iterate
{
    private readonly PinnedBuffer point = new(), gradient = new();
    private sbyte[] side = [];

    /// <summary>y [Size]; padding is zero.</summary>
    internal double* Y => point.Start;

    /// <summary>H y + g, or what of it a step has summed up so far [Size].</summary>
    internal double* Gradient => gradient.Start;

    /// <summary>[n] 1: at the upper bound, −1: at the lower one, 0: free.</summary>
    internal sbyte[] Side => side;

    /// <summary>Everything at its bound nearest to zero, and free.</summary>
    internal void Start(BoxProblem box)
    {
        point.ReserveZeros(box.Size);
        gradient.Reserve(box.Size);
        if (side.Length < box.Variables)
            side = new sbyte[box.Variables];
        for (int i = 0; i < box.Variables; i++)
            Y[i] = Clip(box, i, 0);
    }

    /// <summary>Takes a point in the original variables, as far as it is finite and within its bounds.</summary>
    internal void TakePoint(BoxProblem box, BoxForm form, double[] x)
    {
        for (int i = 0; i < box.Variables; i++)
        {
            double y = form.RowTimes(i, x);
            if (double.IsFinite(y))
                Y[i] = Clip(box, i, y);
        }
    }

    /// <summary>A value within its bounds.</summary>
    internal static double Clip(BoxProblem box, int i, double value) => Math.Max(box.Lower[i], Math.Min(box.Upper[i], value));

    /// <summary>The bound that a variable which is not free is at.</summary>
    internal double BoundOf(BoxProblem box, int i) => side[i] > 0 ? box.Upper[i] : box.Lower[i];

    /// <summary>Reads the active set off the point.</summary>
    internal void Guess(BoxProblem box)
    {
        for (int i = 0; i < box.Variables; i++)
            side[i] = Y[i] >= box.Upper[i] ? (sbyte)1 : Y[i] <= box.Lower[i] ? (sbyte)-1 : (sbyte)0;
    }

    /// <summary>gradient ← H y + g.</summary>
    internal void Evaluate(BoxProblem box)
    {
        new ReadOnlySpan<double>(box.G, box.Size).CopyTo(new Span<double>(Gradient, box.Size));
        for (int i = 0; i < box.Size; i += 4)
        {
            double* h = box.Row(i), y = Y + i;
            if (y[0] != 0 || y[1] != 0 || y[2] != 0 || y[3] != 0)
                Vectors.AddFour(y[0], h, y[1], h + box.Leading, y[2], h + (2 * box.Leading), y[3], h + (3 * box.Leading), Gradient, box.Size);
        }
    }
}
