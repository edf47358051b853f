using DiffOG.Actions;
using DiffOG.Constraints;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every constraint set must do.</summary>
public abstract class ConstraintSetContract
{
    /// <summary>Makes the constraint set under test, for actions of <see cref="Dimensions"/> dimensions.</summary>
    protected abstract IConstraintSet Create();

    /// <summary>D.</summary>
    protected virtual int Dimensions => 7;

    /// <summary>T, the chunk lengths that are tried; one step is what judges executed actions.</summary>
    protected virtual IReadOnlyList<int> Lengths => [1, 2, 15];

    /// <summary>Rows speak about exactly the variables of the chunk.</summary>
    [Fact]
    public void Rows_are_over_the_variables_of_the_chunk() => ForEachContext(constraints =>
    {
        Assert.All(constraints.Matrix.Indices, i => Assert.InRange(i, 0, constraints.Variables - 1));
        Assert.Equal(constraints.Rows, constraints.Matrix.Rows);
        Numbers.Finite(constraints.Matrix.Values, "coefficients");
    });

    /// <summary>Every lower bound lies below its upper bound; neither is NaN.</summary>
    [Fact]
    public void Bounds_are_ordered() => ForEachContext(constraints =>
        Assert.All(Enumerable.Range(0, constraints.Rows), r => Assert.True(constraints.Lower[r] < constraints.Upper[r], $"Row {r}: [{constraints.Lower[r]}, {constraints.Upper[r]}].")));

    /// <summary>Equal contexts give equal rows.</summary>
    [Fact]
    public void Equal_contexts_give_equal_rows()
    {
        IConstraintSet set = Create();
        ConstraintContext context = Context(Lengths[^1], previous: true);
        LinearConstraints first = set.Build(context);
        set.Build(Context(Lengths[0], previous: false) with { Time = 3 });
        LinearConstraints second = set.Build(context);
        Assert.Equal(first.Lower, second.Lower);
        Assert.Equal(first.Upper, second.Upper);
        Assert.Equal(first.Matrix.ToDense(), second.Matrix.ToDense());
    }

    /// <summary>Several threads may ask at once.</summary>
    [Fact]
    public void Calls_from_several_threads_agree()
    {
        IConstraintSet set = Create();
        ConstraintContext context = Context(Lengths[^1], previous: true);
        double[][] all = [.. Enumerable.Range(0, 32).AsParallel().Select(_ => set.Build(context).Upper)];
        Assert.All(all, upper => Assert.Equal(all[0], upper));
    }

    private void ForEachContext(Action<LinearConstraints> assert)
    {
        IConstraintSet set = Create();
        foreach (int steps in Lengths)
        {
            foreach (bool previous in new[] { false, true })
            {
                LinearConstraints constraints = set.Build(Context(steps, previous));
                Assert.Equal(steps * Dimensions, constraints.Variables);
                assert(constraints);
            }
        }
    }

    private ConstraintContext Context(int steps, bool previous) => new(steps, Dimensions)
    {
        Previous = previous ? RandomValues.Chunk(4, Dimensions, 11) : null,
    };
}
