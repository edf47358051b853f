using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.InteriorPoint.Method;

/// <summary>By how much a point misses the optimality conditions: Qx + p + Gᵀy = 0, g x + s = bound, s·z = 0.</summary>
internal sealed unsafe class Residuals
{
    private readonly PinnedBuffer dual = new(), product = new();

    /// <summary>Qx + p + Gᵀy [Size].</summary>
    internal double* Dual => dual.Start;

    /// <summary>sign · g x + s − bound of every face.</summary>
    internal double[] Faces { get; private set; } = [];

    /// <summary>g x − bound of every equality.</summary>
    internal double[] Equalities { get; private set; } = [];

    /// <summary>The mean of s·z.</summary>
    internal double Complementarity { get; private set; }

    /// <summary>The largest relative residual: primal, dual, gap. Not a number once the method has broken down.</summary>
    internal double Largest { get; private set; }

    /// <summary>The largest primal residual.</summary>
    internal double Primal { get; private set; }

    internal void Evaluate(Problem problem, Iterate iterate)
    {
        Reserve(problem);
        double primalScale = EvaluatePrimal(problem, iterate);
        (double dualResidual, double dualScale, double objective) = EvaluateDual(problem, iterate);
        Complementarity = iterate.Complementarity(problem.Faces);
        Largest = Math.Max(Primal / primalScale, Math.Max(dualResidual / dualScale, Complementarity * problem.Faces / objective));
    }

    private double EvaluatePrimal(Problem problem, Iterate iterate)
    {
        double scale = 0;
        Primal = 0;
        for (int f = 0; f < problem.Faces; f++)
        {
            double product = problem.SignOfFace(f) * problem.RowTimes(problem.RowOfFace(f), iterate.X);
            Faces[f] = product + iterate.S[f] - problem.BoundOfFace(f);
            Primal = Math.Max(Primal, Math.Abs(Faces[f]));
            scale = Math.Max(scale, Math.Max(Math.Abs(product), Math.Abs(problem.BoundOfFace(f))));
        }
        for (int e = 0; e < problem.Equalities; e++)
        {
            double product = problem.RowTimes(problem.RowOfEquality(e), iterate.X);
            Equalities[e] = product - problem.BoundOfEquality(e);
            Primal = Math.Max(Primal, Math.Abs(Equalities[e]));
            scale = Math.Max(scale, Math.Max(Math.Abs(product), Math.Abs(problem.BoundOfEquality(e))));
        }
        return Math.Max(scale, double.Epsilon);
    }

    private (double Residual, double Scale, double Objective) EvaluateDual(Problem problem, Iterate iterate)
    {
        TriangularSolve.Multiply(problem.Q, problem.Size, problem.Leading, iterate.X, product.Start);
        double scale = double.Epsilon, quadratic = 0, linear = 0, residual = 0;
        for (int i = 0; i < problem.Size; i++)
        {
            Dual[i] = product.Start[i] + problem.P[i];
            scale = Math.Max(scale, Math.Max(Math.Abs(product.Start[i]), Math.Abs(problem.P[i])));
            quadratic += iterate.X[i] * product.Start[i];
            linear += iterate.X[i] * problem.P[i];
        }
        for (int f = 0; f < problem.Faces; f++)
            problem.AddRow(problem.RowOfFace(f), problem.SignOfFace(f) * iterate.Z[f], Dual);
        for (int e = 0; e < problem.Equalities; e++)
            problem.AddRow(problem.RowOfEquality(e), iterate.V[e], Dual);
        for (int i = 0; i < problem.Size; i++)
            residual = Math.Max(residual, Math.Abs(Dual[i]));
        return (residual, scale, Math.Max(Math.Abs(quadratic) + Math.Abs(linear), double.Epsilon));
    }

    private void Reserve(Problem problem)
    {
        dual.Reserve(problem.Size);
        product.Reserve(problem.Size);
        if (Faces.Length < problem.Faces)
            Faces = new double[problem.Faces];
        if (Equalities.Length < problem.Equalities)
            Equalities = new double[problem.Equalities];
    }
}
