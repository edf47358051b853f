using DiffOG.Actions;
using DiffOG.Constraints;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every constraint set must do.</summary>
public abstract class ConstraintSetContract
{
    private const int PastSteps = 4;

    /// <summary>Makes the constraint set under test, for actions of <see cref="Dimensions"/> dimensions.</summary>
    protected abstract IConstraintSet Create();

    /// <summary>D.</summary>
    protected virtual int Dimensions => 7;

    /// <summary>T, the chunk lengths that are tried; one step is what judges executed actions.</summary>
    protected virtual IReadOnlyList<int> Lengths => [1, 2, 15];

    /// <summary>Times of first steps that are tried [s]; steps last 0.05 s.</summary>
    protected virtual IReadOnlyList<double> Times => [0, 0.27, 3];

    /// <summary>
    /// Whether every row belongs to one step and what went before it, so that executed actions can be judged one by one.
    /// False for a set whose rows look at a chunk as a whole; evaluation then judges chunks of one step only.
    /// </summary>
    protected virtual bool RowsBelongToSteps => true;

    /// <summary>Rows speak about exactly the variables of the chunk.</summary>
    [Fact]
    public void Rows_are_over_the_variables_of_the_chunk() => ForEachContext((_, constraints) =>
    {
        Assert.All(constraints.Matrix.Indices, i => Assert.InRange(i, 0, constraints.Variables - 1));
        Assert.Equal(constraints.Rows, constraints.Matrix.Rows);
        Numbers.Finite(constraints.Matrix.Values, "coefficients");
    });

    /// <summary>Every lower bound lies below its upper bound; neither is NaN.</summary>
    [Fact]
    public void Bounds_are_ordered() => ForEachContext((_, constraints) =>
        Assert.All(Enumerable.Range(0, constraints.Rows), r => Assert.True(constraints.Lower[r] < constraints.Upper[r], $"Row {r}: [{constraints.Lower[r]}, {constraints.Upper[r]}].")));

    /// <summary>What a solver reads from a block's structure is what another one reads from its rows.</summary>
    [Fact]
    public void Structures_say_what_their_rows_say() => ForEachContext((context, constraints) =>
    {
        foreach (ConstraintBlock block in constraints.Blocks)
        {
            Assert.Equal(block.Rows, block.Matrix.Rows);
            for (int r = 0; r < block.Rows; r++)
                Assert.Equal(Enumerable.Range(block.Matrix.Starts[r], block.Matrix.Starts[r + 1] - block.Matrix.Starts[r]).Select(k => (block.Matrix.Indices[k], block.Matrix.Values[k])), block.Row(r));
            AgreesWithItsRows(block, context);
        }
    });

    /// <summary>Equal contexts give equal rows, whatever was asked before, and of every instance.</summary>
    [Fact]
    public void Equal_contexts_give_equal_rows()
    {
        IConstraintSet set = Create();
        ConstraintContext context = Context(Lengths[^1], previous: true);
        LinearConstraints first = set.Build(context);
        set.Build(Context(Lengths[0], previous: false) with { Time = 3 });
        set.Build(context with { Time = 3, Previous = RandomValues.Chunk(PastSteps, Dimensions, 12), Normalisation = Normalisation() });
        AssertEqual(first, set.Build(context));
        AssertEqual(first, Create().Build(context));
    }

    /// <summary>Several threads may ask at once, for different chunks.</summary>
    [Fact]
    public void Calls_from_several_threads_agree()
    {
        IConstraintSet set = Create();
        ConstraintContext[] contexts = [.. Lengths.SelectMany(steps => Times.Select(time => Context(steps, previous: true) with { Time = time }))];
        LinearConstraints[] expected = [.. contexts.Select(c => Create().Build(c))];
        (int Context, LinearConstraints Rows)[] all = [.. Enumerable.Range(0, 32 * contexts.Length).AsParallel().Select(i => (i % contexts.Length, set.Build(contexts[i % contexts.Length])))];
        Assert.All(all, a => AssertEqual(expected[a.Context], a.Rows));
    }

    /// <summary>Without a normalisation actions count as normalised already.</summary>
    [Fact]
    public void Without_a_normalisation_rows_are_those_of_the_identity()
    {
        ConstraintContext context = Context(Lengths[^1], previous: true);
        AssertEqual(Create().Build(context with { Normalisation = ActionNormalisation.Identity(Dimensions) }), Create().Build(context));
    }

    /// <summary>The previous actions are the caller's.</summary>
    [Fact]
    public void Previous_actions_are_not_changed() => ForEachContext((context, _) =>
    {
        if (context.Previous is { } previous)
            Assert.Equal(RandomValues.Chunk(PastSteps, Dimensions, 11).Values, previous.Values);
    });

    /// <summary>The times at which bounds change are given in order.</summary>
    [Fact]
    public void Times_of_change_ascend()
    {
        IReadOnlyList<double> times = Create().ChangeTimes;
        Assert.All(times, t => Assert.True(double.IsFinite(t)));
        Assert.Equal(times.Distinct().Order(), times);
    }

    /// <summary>
    /// A chunk leaves its bounds by as much as the worst of its steps, each judged by itself with what went before it: a
    /// row looks at the time of its own step, and not at where the chunk begins.
    /// </summary>
    [Fact]
    public void A_chunk_is_as_good_as_the_worst_of_its_steps()
    {
        if (!RowsBelongToSteps)
            return;
        IConstraintSet set = Create();
        foreach ((double time, double size, bool previous) in Times.SelectMany(t => new[] { (t, 1.0, true), (t, 0.03, true), (t, 0.03, false) }))
        {
            ActionChunk past = Scaled(RandomValues.Chunk(PastSteps, Dimensions, 21), size), chunk = Scaled(RandomValues.Chunk(Lengths[^1], Dimensions, 22), size);
            ConstraintContext context = Context(chunk.Steps, previous: false) with { Time = time, Previous = previous ? past : null };
            double worst = Enumerable.Range(0, chunk.Steps).Max(t => set.Build(Step(context, chunk, t)).LargestViolation(chunk.Step(t)));
            Assert.Equal(worst, set.Build(context).LargestViolation(chunk.Values), 1e-9);
        }
    }

    private static void AgreesWithItsRows(ConstraintBlock block, ConstraintContext context)
    {
        if (block is BoxBlock box)
        {
            Assert.Equal(box.Indices, box.Matrix.Indices);
            Assert.All(box.Matrix.Values, v => Assert.Equal(1, v));
        }
        if (block is not DifferenceBlock { Rows: > 0 } difference)
            return;
        Assert.Equal(difference.Shape.Known, difference.Previous?.Steps ?? 0);
        ActionChunk chunk = RandomValues.Chunk(context.Steps, context.Dimensions, 31);
        double[] sums = block.Matrix.Multiply(chunk.Values);
        for (int r = 0; r < block.Rows; r++)
        {
            (int step, int dimension) = difference.Shape.PlaceOf(r);
            double value = Difference(difference.Shape.Order, step, dimension, chunk, difference.Previous);
            Assert.Equal(value - difference.Lower[r], sums[r] - block.RowLower[r], 9);
            Assert.Equal(difference.Upper[r] - value, block.RowUpper[r] - sums[r], 9);
        }
    }

    /// <summary>(Δᵏx)_t, by its definition.</summary>
    private static double Difference(int order, int step, int dimension, ActionChunk chunk, ActionChunk? previous)
    {
        if (order == 0)
            return step >= 0 ? chunk[step, dimension] : previous![previous.Steps + step, dimension];
        return Difference(order - 1, step, dimension, chunk, previous) - Difference(order - 1, step - 1, dimension, chunk, previous);
    }

    private static ConstraintContext Step(ConstraintContext context, ActionChunk chunk, int step)
    {
        double[] before = [.. context.Previous?.Values ?? [], .. chunk.Values[..(step * chunk.Dimensions)]];
        return context with
        {
            Steps = 1,
            Previous = before.Length == 0 ? null : new ActionChunk(before.Length / chunk.Dimensions, chunk.Dimensions, before),
            Time = context.Time + (step * context.StepDuration),
        };
    }

    private static ActionChunk Scaled(ActionChunk chunk, double size) => new(chunk.Steps, chunk.Dimensions, [.. chunk.Values.Select(v => size * v)]);

    private static void AssertEqual(LinearConstraints expected, LinearConstraints actual)
    {
        Assert.Equal(expected.Lower, actual.Lower);
        Assert.Equal(expected.Upper, actual.Upper);
        Assert.Equal(expected.Matrix.ToDense(), actual.Matrix.ToDense());
    }

    private void ForEachContext(Action<ConstraintContext, LinearConstraints> assert)
    {
        IConstraintSet set = Create();
        foreach (int steps in Lengths)
        {
            foreach (bool previous in new[] { false, true })
            {
                foreach (ActionNormalisation? normalisation in new[] { null, Normalisation() })
                {
                    ConstraintContext context = Context(steps, previous) with { Normalisation = normalisation, Time = steps * 0.05 };
                    LinearConstraints constraints = set.Build(context);
                    Assert.Equal(steps * Dimensions, constraints.Variables);
                    assert(context, constraints);
                }
            }
        }
    }

    // Of both signs, so that bounds which are not turned around show.
    private ActionNormalisation Normalisation() => new(
        [.. Enumerable.Range(0, Dimensions).Select(d => d % 2 == 0 ? 2 + (0.5 * d) : -1.5)],
        [.. Enumerable.Range(0, Dimensions).Select(d => 0.1 * d)]);

    private ConstraintContext Context(int steps, bool previous) => new(steps, Dimensions)
    {
        Previous = previous ? RandomValues.Chunk(PastSteps, Dimensions, 11) : null,
    };
}
