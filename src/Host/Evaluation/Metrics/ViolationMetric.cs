using DiffOG.Constraints;

namespace DiffOG.Host.Evaluation.Metrics;

/// <summary>How well the executed actions kept the constraints.</summary>
/// <param name="Steps">Executed steps with at least one violated row, of all executed steps.</param>
/// <param name="Rows">Violated inequalities, of all that applied.</param>
/// <param name="Episodes">Episodes with at least one violation, of all episodes.</param>
/// <param name="LargestExcess">The largest amount by which a bound was left [normalised]; zero when none was. Amounts below the tolerance count here too.</param>
/// <param name="LargestRelativeExcess">The largest excess over the bound that was left: 0.1 is 10 % too much.</param>
public sealed record Violations(Proportion Steps, Proportion Rows, Proportion Episodes, double LargestExcess, double LargestRelativeExcess);

/// <summary>
/// Judges every executed step by the constraint set itself: the rows of a chunk of one step whose past is what was
/// really executed. Neither the refiner nor its solver has a say in it.
/// </summary>
internal static class ViolationMetric
{
    // No difference looks back further than three steps; a set of one's own may.
    internal const int HistorySteps = 64;

    public static Violations Of(IReadOnlyList<IReadOnlyList<StepJudgement>> episodes)
    {
        StepJudgement[] steps = [.. episodes.SelectMany(e => e)];
        return new Violations(
            new Proportion(steps.Count(s => s.Violated > 0), steps.Length),
            new Proportion(steps.Sum(s => s.Violated), steps.Sum(s => s.Rows)),
            new Proportion(episodes.Count(e => e.Any(s => s.Violated > 0)), episodes.Count),
            steps.Select(s => s.Excess).DefaultIfEmpty().Max(),
            steps.Select(s => s.RelativeExcess).DefaultIfEmpty().Max());
    }

    public static IReadOnlyList<StepJudgement> Judge(EpisodeMotion motion, MetricContext context) =>
        [.. Enumerable.Range(0, motion.Steps).Select(t => Judge(motion.Action(t), ConstraintsAt(motion, t, context), context.Tolerance))];

    public static LinearConstraints ConstraintsAt(EpisodeMotion motion, int step, MetricContext context) =>
        context.Constraints.Build(new ConstraintContext(1, context.Action.Size)
        {
            Previous = motion.Before(step, HistorySteps),
            Time = step * context.StepDuration,
            StepDuration = context.StepDuration,
            Normalisation = context.Normalisation,
        });

    private static StepJudgement Judge(ReadOnlyMemory<double> action, LinearConstraints constraints, double tolerance)
    {
        double[] values = constraints.Matrix.Multiply(action);
        (int violated, double largest, double relative, int row) = (0, 0, 0, 0);
        foreach (ConstraintBlock block in constraints.Blocks)
        {
            for (int r = 0; r < block.Rows; r++, row++)
            {
                double below = Excess(block.RowLower[r] - values[row]), above = Excess(values[row] - block.RowUpper[r]);
                double excess = Math.Max(below, above);
                violated += excess > tolerance ? 1 : 0;
                largest = Math.Max(largest, excess);
                relative = Math.Max(relative, excess == 0 ? 0 : excess / Scale(block, r, above >= below));
            }
        }
        return new StepJudgement(constraints.Rows, violated, largest, relative);
    }

    // A value that is not a number keeps no bound.
    private static double Excess(double amount) => double.IsNaN(amount) ? double.PositiveInfinity : Math.Max(0, amount);

    // The bound as it was meant, before the past was folded into it; half the room between the bounds where it is zero.
    private static double Scale(ConstraintBlock block, int row, bool upper)
    {
        (double low, double high) = block is DifferenceBlock difference
            ? (difference.Lower[row], difference.Upper[row])
            : (block.RowLower[row], block.RowUpper[row]);
        double bound = Math.Abs(upper ? high : low);
        double room = (high - low) / 2;
        return bound > 1e-12 ? bound : double.IsFinite(room) && room > 1e-12 ? room : 1;
    }
}

/// <summary>One executed step against its constraints.</summary>
/// <param name="Rows">How many inequalities applied.</param>
/// <param name="Violated">How many were violated by more than the tolerance.</param>
/// <param name="Excess">The largest excess.</param>
/// <param name="RelativeExcess">The largest excess over its bound.</param>
internal sealed record StepJudgement(int Rows, int Violated, double Excess, double RelativeExcess);
