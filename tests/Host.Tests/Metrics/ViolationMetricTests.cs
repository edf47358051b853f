using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Evaluation.Metrics;
using Xunit;

namespace DiffOG.Host.Tests.Metrics;

public sealed class ViolationMetricTests
{
    [Fact]
    public void Steps_rows_episodes_and_excess_are_counted_by_the_constraint_set()
    {
        // x: 0.05, 0.20 (+0.15), 0.20; turn: -0.3 at once (from the command in force), then back by 0.05 each.
        RefinerRollouts refiner = new("r", "r", [
            Rollout.Episode(1, [0.05, 0.20, 0.20], [-0.3, -0.25, -0.2]),
            Rollout.Episode(2, [0.1, 0.2, 0.3], [0, 0, 0]),
        ]);
        Violations violations = EvaluationMetrics.Summarise([refiner], Rollout.Context()).Refiners[0].WholeEpisode.Violations;
        Assert.Equal(new Proportion(2, 6), violations.Steps);
        Assert.Equal(new Proportion(2, 12), violations.Rows);
        Assert.Equal(new Proportion(1, 2), violations.Episodes);
        Assert.Equal(0.2, violations.LargestExcess, 1e-12);
        Assert.Equal(2, violations.LargestRelativeExcess, 1e-9);
    }

    [Fact]
    public void Limits_hold_in_normalised_units()
    {
        var normalisation = new ActionNormalisation([10, 1, 1], [3, 0, 0]);
        RefinerRollouts refiner = new("r", "r", [Rollout.Episode(1, [0.009, 0.018, 0.03], [0, 0, 0])]);
        Violations violations = EvaluationMetrics.Summarise([refiner], Rollout.Context(0.1, normalisation)).Refiners[0].WholeEpisode.Violations;
        Assert.Equal(1, violations.Steps.Count);
        Assert.Equal(0.02, violations.LargestExcess, 1e-12);
    }

    [Fact]
    public void Rounding_is_no_violation_but_is_told()
    {
        RefinerRollouts refiner = new("r", "r", [Rollout.Episode(1, [0.1 + 5e-10, 0.15], [0, 0])]);
        Violations violations = EvaluationMetrics.Summarise([refiner], Rollout.Context()).Refiners[0].WholeEpisode.Violations;
        Assert.Equal(0, violations.Steps.Count);
        Assert.InRange(violations.LargestExcess, 4e-10, 6e-10);
    }

    [Fact]
    public void A_value_that_is_not_a_number_is_a_violation()
    {
        RefinerRollouts refiner = new("r", "r", [Rollout.Episode(1, [double.NaN, 0], [0, 0])]);
        Violations violations = EvaluationMetrics.Summarise([refiner], Rollout.Context()).Refiners[0].WholeEpisode.Violations;
        Assert.Equal(2, violations.Steps.Count);
        Assert.Equal(double.PositiveInfinity, violations.LargestExcess);
    }

    [Fact]
    public void Orders_above_one_look_back_over_what_was_executed()
    {
        MetricContext context = Rollout.Context() with { Constraints = new DifferenceLimit([0], 0.1, order: 2) };
        // From rest at 0: 0.2, 0.4, 0.4: second differences (from step 1 on) 0, -0.2.
        RefinerRollouts refiner = new("r", "r", [Rollout.Episode(1, [0.2, 0.4, 0.4], [0, 0, 0])]);
        Violations violations = EvaluationMetrics.Summarise([refiner], context).Refiners[0].WholeEpisode.Violations;
        Assert.Equal(new Proportion(1, 3), violations.Steps);
        Assert.Equal(new Proportion(1, 2), violations.Rows);
        Assert.Equal(1, violations.LargestRelativeExcess, 1e-9);
    }

    [Fact]
    public void Time_runs_with_the_steps()
    {
        var seen = new List<double>();
        MetricContext context = Rollout.Context() with { Constraints = new Watching(seen) };
        EvaluationMetrics.Summarise([new("r", "r", [Rollout.Episode(1, [0, 0, 0], [0, 0, 0])])], context);
        Assert.Equal([0, 0.1, 0.2], seen, (a, b) => Math.Abs(a - b) < 1e-12);
    }

    [Fact]
    public void Actions_after_the_first_success_count_only_for_whole_episodes()
    {
        RefinerRollouts refiner = new("r", "r", [Rollout.Episode(1, [0.1, 0.2, 0.9], [0, 0, 0], firstSuccess: 2)]);
        RefinerSummary summary = EvaluationMetrics.Summarise([refiner], Rollout.Context()).Refiners[0];
        Assert.Equal(new Proportion(0, 2), summary.UntilSuccess.Violations.Steps);
        Assert.Equal(new Proportion(1, 3), summary.WholeEpisode.Violations.Steps);
    }

    private sealed class Watching(List<double> times) : IConstraintSet
    {
        public LinearConstraints Build(ConstraintContext context)
        {
            times.Add(context.Time);
            return LinearConstraints.None(context.Steps * context.Dimensions);
        }
    }
}
