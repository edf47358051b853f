using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// From the right face to the solution in the original variables: refines until the forces on free variables, computed
/// with the original Q, vanish up to rounding, writes x and the multipliers, and measures how exact they are.
/// </summary>
internal sealed unsafe class Finish(Face face)
{
    private const int Refinements = 3;
    private const double Rounding = 1e-13, WeakForce = 1e-12;

    private readonly PinnedBuffer force = new();

    /// <summary>Whether everything that the face holds has a multiplier or no room, so that the factor of the face is that of the gradients.</summary>
    internal bool HoldsItsMultipliers { get; private set; }

    /// <summary>Writes the solution and its residuals. Returns the largest residual, relative to the numbers it is a difference of.</summary>
    internal double Write(BoxProblem box, BoxForm form, Iterate iterate, QpSolution result)
    {
        double dual = double.PositiveInfinity;
        for (int k = 0; k <= Refinements; k++)
        {
            double before = dual;
            ToVariables(box, form, iterate, result);
            dual = FreeForce(box);
            if (!(dual > Rounding * box.LargestForce) || !(dual < 0.5 * before) || k == Refinements)
                break;
            Refine(box, iterate);
        }
        return Measure(box, form, iterate, result);
    }

    /// <summary>x = C⁻¹ y, and C⁻ᵀ (Q x + p) into the forces.</summary>
    private void ToVariables(BoxProblem box, BoxForm form, Iterate iterate, QpSolution result)
    {
        int n = box.Variables;
        for (int i = 0; i < n; i++)
            result.X[i] = Iterate.Clip(box, i, iterate.Y[i]);
        form.ToVariables(result.X);
        double* f = force.ReserveZeros(box.Size);
        Vectors.MultiplyRows(result.Problem.Q, result.X, f);
        for (int i = 0; i < n; i++)
            f[i] += result.Problem.P[i];
        form.ToGradient(new Span<double>(f, n));
    }

    private double FreeForce(BoxProblem box)
    {
        double largest = 0;
        for (int k = 0; k < face.Count; k++)
            largest = Math.Max(largest, Math.Abs(force.Start[face.Free[k]]));
        return largest;
    }

    private void Refine(BoxProblem box, Iterate iterate)
    {
        for (int k = 0; k < face.Count; k++)
            face.Right[k] = -force.Start[face.Free[k]];
        face.Pad();
        face.Solve();
        for (int k = 0; k < face.Count; k++)
            iterate.Y[face.Free[k]] = Iterate.Clip(box, face.Free[k], iterate.Y[face.Free[k]]) + face.Right[k];
    }

    /// <summary>Multipliers are minus the forces on what is held; what no multiplier takes up, brought back to x, is the dual residual.</summary>
    private double Measure(BoxProblem box, BoxForm form, Iterate iterate, QpSolution result)
    {
        Array.Clear(result.Multipliers);
        HoldsItsMultipliers = true;
        double primal = 0, gap = 0, wrong = 0, size = box.LargestForce, reach = 1, weak = WeakForce * box.LargestForce;
        for (int i = 0; i < box.Variables; i++)
        {
            double multiplier = -force.Start[i], product = form.RowTimes(i, result.X);
            int row = multiplier > 0 ? form.UpperRow[i] : form.LowerRow[i];
            if (row >= 0)
                primal = Math.Max(primal, Math.Abs(form.Pivot[row]) * Math.Max(product - box.Upper[i], box.Lower[i] - product));
            reach = Math.Max(reach, Math.Abs(product));
            if (iterate.Side[i] == 0 || Math.Abs(multiplier) <= weak)
            {
                HoldsItsMultipliers &= iterate.Side[i] == 0 || box.IsFixed(i);
                continue;
            }
            size = Math.Max(size, Math.Abs(multiplier));
            if (!box.IsFixed(i) && multiplier * iterate.Side[i] < 0)
                wrong = Math.Max(wrong, Math.Abs(multiplier));
            gap = Math.Max(gap, Math.Abs(multiplier * ((multiplier > 0 ? box.Upper[i] : box.Lower[i]) - product)));
            result.Multipliers[row] = multiplier / form.Pivot[row];
            force.Start[i] = 0;
        }
        double dual = Math.Max(wrong, form.LargestTransposed(new ReadOnlySpan<double>(force.Start, box.Variables)));
        (result.PrimalResidual, result.DualResidual, result.ComplementarityGap) = (primal, dual, gap);
        return Math.Max(dual / Math.Max(size, double.Epsilon), Math.Max(primal / reach, gap / Math.Max(size * reach, double.Epsilon)));
    }
}
