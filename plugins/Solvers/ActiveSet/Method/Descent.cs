using DiffOG.Solvers.Kernels;

namespace DiffOG.Solvers.ActiveSet.Method;

/// <summary>
/// The safeguard: the classical primal active-set method (Nocedal and Wright, algorithm 16.3). From a point within the
/// box it goes towards the minimum on its face until it meets a bound, which it then holds; at the minimum it frees the
/// variable that is pulled inwards most. The cost falls with every step that has a length, bounds of a box are always
/// independent, and there are finitely many faces: it ends, however badly the problem is conditioned. It changes the set
/// one by one, so it comes last.
/// </summary>
internal sealed unsafe class Descent(Face face)
{
    private const double Rounding = 1e-12;
    private double[] from = [];

    internal Outcome Run(BoxProblem box, Iterate iterate, ref Budget budget)
    {
        if (from.Length < box.Variables)
            from = new double[box.Variables];
        for (int i = 0; i < box.Variables; i++)
            iterate.Y[i] = Iterate.Clip(box, i, iterate.Y[i]);
        iterate.Guess(box);
        while (budget.Take())
        {
            new ReadOnlySpan<double>(iterate.Y, box.Variables).CopyTo(from);
            if (!face.Factor(box, iterate.Side))
                return Outcome.NotConvex;
            face.Minimise(box, iterate);
            if (StopAtBound(box, iterate))
                continue;
            int wrong = MostWrong(box, iterate);
            if (wrong < 0)
                return Outcome.Solved;
            iterate.Side[wrong] = 0;
        }
        return Outcome.Stalled;
    }

    /// <summary>Goes back to the first bound that the step would cross, and holds there what is at a bound. False: it crosses none.</summary>
    private bool StopAtBound(BoxProblem box, Iterate iterate)
    {
        double length = 1;
        for (int k = 0; k < face.Count; k++)
        {
            int i = face.Free[k];
            double step = iterate.Y[i] - from[i], room = (step > 0 ? box.Upper[i] : box.Lower[i]) - from[i];
            if (Math.Abs(step) > Math.Abs(room) + (Rounding * Math.Abs(from[i])))
                length = Math.Min(length, room / step);
        }
        if (length == 1)
            return false;
        for (int k = 0; k < face.Count; k++)
        {
            int i = face.Free[k];
            double step = iterate.Y[i] - from[i], reached = from[i] + (length * step), bound = step > 0 ? box.Upper[i] : box.Lower[i];
            bool meets = step != 0 && double.IsFinite(bound) && Math.Abs(bound - reached) <= Rounding * Math.Abs(bound);
            iterate.Y[i] = meets ? bound : Iterate.Clip(box, i, reached);
            iterate.Side[i] = meets ? (sbyte)Math.Sign(step) : (sbyte)0;
        }
        return true;
    }

    /// <summary>The variable at a bound that is pulled inwards most; −1: none.</summary>
    private static int MostWrong(BoxProblem box, Iterate iterate)
    {
        iterate.Evaluate(box);
        int wrong = -1;
        double most = Rounding * box.LargestForce;
        for (int i = 0; i < box.Variables; i++)
        {
            double pull = iterate.Side[i] * iterate.Gradient[i];
            if (iterate.Side[i] != 0 && !box.IsFixed(i) && pull > most)
                (wrong, most) = (i, pull);
        }
        return wrong;
    }
}
