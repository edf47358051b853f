using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// Gradients through a solution (Amos and Kolter 2017, section 3). In the box form the free variables solve
/// H_FF y_F = −(g + H_FA y_A), so with H_FF u_F = (C⁻ᵀ dL/dx)_F and u_A = 0: dL/dp = −C⁻¹ u, and a bound that is held
/// passes on (C⁻ᵀ (dL/dx + Q dL/dp))_A. The factor of H_FF is the one that the solve ended with, where it was kept. Rows
/// that only touch their bound, with a multiplier of zero, count as free.
/// </summary>
internal sealed unsafe class Adjoint
{
    private readonly BoxForm form = new();
    private readonly BoxProblem box = new();
    private readonly Face face = new();
    private readonly PinnedBuffer work = new();
    private double[] moved = [];
    private sbyte[] side = [];

    internal QpGradient Pull(QpSolution solution, ReadOnlySpan<double> gradient)
    {
        int n = solution.Problem.Variables;
        double[] p = new double[n];
        if (!solution.HasPoint || form.Load(solution.Problem.Constraints) is not null)
            return Nothing(solution, p);
        if (moved.Length < n)
            moved = new double[n];
        gradient.CopyTo(moved);
        form.ToGradient(moved.AsSpan(0, n));
        if (!SolveFree(solution, moved.AsSpan(0, n), p))
            return Nothing(solution, p);
        for (int i = 0; i < n; i++)
            p[i] = -p[i];
        form.ToVariables(p);
        double[] incoming = gradient.ToArray();
        return new QpGradient(solution, p, pulled => Bounds(pulled, incoming));
    }

    /// <summary>u_F = H_FF⁻¹ v_F, with the kept factor or a new one. False: the block is not positive definite.</summary>
    private bool SolveFree(QpSolution solution, Span<double> v, Span<double> u)
    {
        if (solution.Factor is KeptFactor kept)
        {
            kept.Solve(v, u, work.Reserve(kept.Size));
            return true;
        }
        Hold(solution.Multipliers);
        if (!box.Form(solution.Problem, form) || !face.Factor(box, side))
            return false;
        v.CopyTo(u);
        face.SolveFree(u);
        return true;
    }

    private static QpGradient Nothing(QpSolution solution, double[] p)
    {
        int rows = solution.Problem.Constraints.Rows;
        return new QpGradient(solution, p, new double[rows], new double[rows]);
    }

    /// <summary>Holds what a multiplier holds, and what has no room.</summary>
    private void Hold(double[] multipliers)
    {
        if (side.Length < form.Variables)
            side = new sbyte[form.Variables];
        for (int i = 0; i < form.Variables; i++)
            side[i] = form.Lower[i] == form.Upper[i] ? (sbyte)1 : (sbyte)0;
        for (int r = 0; r < form.Rows; r++)
        {
            if (multipliers[r] != 0)
                side[form.VariableOfRow[r]] = 1;
        }
    }

    /// <summary>Where both bounds are equal, the gradient goes to the one that the multiplier pushes against.</summary>
    private static (double[] Lower, double[] Upper) Bounds(QpGradient gradient, double[] incoming)
    {
        QpProblem problem = gradient.Solution.Problem;
        double[] multipliers = gradient.Solution.Multipliers, passed = new double[problem.Variables];
        var form = new BoxForm();
        form.Load(problem.Constraints);
        fixed (double* product = passed)
            Vectors.MultiplyRows(problem.Q, gradient.P, product);
        for (int i = 0; i < passed.Length; i++)
            passed[i] += incoming[i];
        form.ToGradient(passed);
        double[] lower = new double[form.Rows], upper = new double[form.Rows];
        for (int i = 0; i < passed.Length; i++)
        {
            int row = HoldingRow(form, i, multipliers);
            if (row >= 0)
                (multipliers[row] < 0 ? lower : upper)[row] = passed[i] / form.Pivot[row];
        }
        return (lower, upper);
    }

    /// <summary>The row that holds a variable; −1: it is free.</summary>
    private static int HoldingRow(BoxForm form, int i, double[] multipliers)
    {
        (int lower, int upper) = (form.LowerRow[i], form.UpperRow[i]);
        if (upper >= 0 && multipliers[upper] != 0)
            return upper;
        if (lower >= 0 && multipliers[lower] != 0)
            return lower;
        return form.Lower[i] == form.Upper[i] ? upper : -1;
    }
}
