using CsCheck;
using DiffOG.Actions;
using DiffOG.Constraints.Bounds;
using DiffOG.Constraints.Box;
using DiffOG.Constraints.Difference;
using DiffOG.Constraints.HalfSpaces;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Constraints.Combined.Tests;

/// <summary>A combination allows exactly what all of its sets allow.</summary>
public sealed class EquivalenceTests
{
    private const string Seed = "0N0XIzNsQ0O2";

    private static readonly Gen<IReadOnlyList<string>> Names = Gen.Bool.Array[3].Where(b => b.Any(x => x)).Select(b => (IReadOnlyList<string>)[.. "xyz".Where((_, d) => b[d]).Select(c => $"{c}")]);

    private static readonly Gen<IReadOnlyList<ScheduleEntry>> Schedules = Gen.Double[0.1, 1].List[0, 2].Select(times =>
        (IReadOnlyList<ScheduleEntry>)[.. times.Order().Select((t, i) => new ScheduleEntry { From = t + (i * 0.01), Scale = 0.5 + t })]);

    // All bounds contain zero, so that no combination is impossible at all times.
    private static readonly Gen<object> Sets = Gen.OneOf(
        from names in Names
        from order in Gen.Int[1, 3]
        from lower in Gen.Double[-0.5, -0.01]
        from upper in Gen.Double[0.01, 0.5]
        from schedule in Schedules
        from space in Gen.Enum<LimitSpace>()
        select (object)new DifferenceOptions { Dimensions = names, Order = order, Lower = lower, Upper = upper, Schedule = schedule, Space = space },
        from names in Names
        from lower in Gen.Double[-1, -0.01]
        from upper in Gen.Double[0.01, 1]
        from sides in Gen.Int[0, 2]
        from schedule in Schedules
        select (object)new BoxOptions { Dimensions = names, Lower = sides == 1 ? null : lower, Upper = sides == 2 ? null : upper, Schedule = schedule },
        from normal in Gen.Double[-1, 1].Array[3]
        where normal.Any(v => Math.Abs(v) > 0.1)
        from upper in Gen.Double[0.01, 1]
        from start in Gen.Double[0, 0.5]
        select (object)new HalfSpacesOptions { HalfSpaces = [new() { Normal = new Dictionary<string, double> { ["x"] = normal[0], ["y"] = normal[1], ["z"] = normal[2] }, Upper = upper, From = start }] });

    [Fact]
    public void The_worst_violation_is_that_of_the_worst_set() => (
        from options in Sets.Array[1, 5]
        from steps in Gen.Int[1, 6]
        from known in Gen.Int[0, 3]
        from time in Gen.Double[0, 1]
        from scale in Gen.Double[0.2, 4].Array[3]
        from past in Gen.Double[-1, 1].Array[known * 3]
        from points in Gen.Double[-1, 1].Array[steps * 3].Array[4]
        select (options, steps, known, time, scale, past, points)).Sample(
        c =>
        {
            var normalisation = new ActionNormalisation(c.scale, [0, 0, 0]);
            ConstraintContext context = Arms.Chunk(c.steps, c.known == 0 ? null : new ActionChunk(c.known, 3, c.past), c.time) with { Normalisation = normalisation };
            LinearConstraints[] apart = [.. c.options.Select(o => Arms.Set(Arms.Context(normalisation), o).Build(context))];
            LinearConstraints merged = Arms.Set(Arms.Context(normalisation), c.options).Build(context);

            foreach (double[] point in c.points.SelectMany(p => new[] { p, [.. p.Select(v => 0.01 * v)], new double[p.Length] }))
                Assert.Equal(apart.Max(a => a.LargestViolation(point)), merged.LargestViolation(point), 1e-12);
            Assert.True(merged.Rows <= apart.Sum(a => a.Rows));
            if (Feasibility.FindContradiction(merged, 3) is null)
                Assert.Equal(merged.Blocks.Count(b => b is BoxBlock), Math.Min(1, apart.Count(a => a.Blocks.Any(b => b is BoxBlock))));
        },
        seed: Seed);

    [Fact]
    public void With_permuted_dimensions_the_permuted_chunk_is_judged_the_same() => (
        from options in Sets.Array[1, 4]
        from steps in Gen.Int[1, 5]
        from order in Gen.Shuffle(new[] { 0, 1, 2 })
        from time in Gen.Double[0, 1]
        from scale in Gen.Double[0.2, 4].Array[3]
        from past in Gen.Double[-1, 1].Array[6]
        from point in Gen.Double[-1, 1].Array[steps * 3]
        select (options, steps, order, time, scale, past, point)).Sample(
        c =>
        {
            double[] Permuted(double[] values) => [.. values.Select((_, i) => values[i - (i % 3) + c.order[i % 3]])];
            double Violation(ActionSpec action, double[] scale, double[] past, double[] point)
            {
                var normalisation = new ActionNormalisation(scale, new double[3]);
                ConstraintContext context = Arms.Chunk(c.steps, new ActionChunk(2, 3, past), c.time) with { Normalisation = normalisation };
                return Arms.Set(Arms.Context(normalisation, action), c.options).Build(context).LargestViolation(point);
            }
            var permuted = new ActionSpec(ActionMode.Absolute, [.. c.order.Select(d => Arms.Action.Dimensions[d])]);

            Assert.Equal(Violation(Arms.Action, c.scale, c.past, c.point), Violation(permuted, Permuted(c.scale), Permuted(c.past), Permuted(c.point)), 1e-12);
        },
        seed: Seed);
}
