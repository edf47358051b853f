using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Refiners;
using Xunit;

namespace DiffOG.Testing.Contracts;

/// <summary>What every refiner must do.</summary>
public abstract class RefinerContract
{
    /// <summary>How much of a bound rounding may cost, in normalised units.</summary>
    private const double Rounding = 1e-9;

    /// <summary>Makes the refiner under test for chunks [<see cref="Steps"/>, <see cref="Normalisation"/>.Size] held to <see cref="Constraints"/>.</summary>
    protected abstract ITrajectoryRefiner Create();

    /// <summary>The constraints that <see cref="Create"/> hands to the refiner.</summary>
    protected abstract IConstraintSet Constraints { get; }

    /// <summary>The normalisation that <see cref="Create"/> hands to the refiner; not the identity, so that a forgotten conversion shows.</summary>
    protected abstract ActionNormalisation Normalisation { get; }

    /// <summary>T.</summary>
    protected virtual int Steps => 15;

    /// <summary>How much two calls with equal input may differ.</summary>
    protected virtual double RepeatTolerance => 0;

    /// <summary>Whether this refiner promises the constraints.</summary>
    protected virtual bool HoldsConstraints => true;

    /// <summary>The status says the truth about the constraints, judged in this test.</summary>
    /// <param name="seed">Of the proposal.</param>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Status_and_violation_are_true(int seed)
    {
        using ITrajectoryRefiner refiner = Create();
        Refinement refinement = refiner.Refine(Proposal(seed), Context());
        double violation = Violation(refinement.Chunk);
        Assert.Equal(refinement.Status == RefinementStatus.Violating, violation > Rounding);
        Assert.InRange(refinement.LargestViolation - violation, -Rounding, Rounding);
        if (HoldsConstraints)
            Assert.InRange(violation, 0, Rounding);
    }

    /// <summary>The chunk keeps its shape, and says how far it was moved.</summary>
    [Fact]
    public void Shape_is_kept_and_the_change_is_reported()
    {
        using ITrajectoryRefiner refiner = Create();
        ActionChunk proposed = Proposal(1);
        Refinement refinement = refiner.Refine(proposed, Context());
        Assert.Equal((proposed.Steps, proposed.Dimensions), (refinement.Chunk.Steps, refinement.Chunk.Dimensions));
        double change = Normalisation.Normalise(proposed).Values.Zip(Normalisation.Normalise(refinement.Chunk).Values, (a, b) => Math.Abs(a - b)).Max();
        Assert.InRange(refinement.LargestChange - change, -Rounding, Rounding);
    }

    /// <summary>A proposal that is not a number becomes a chunk that can be executed.</summary>
    /// <param name="value">The bad value.</param>
    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_proposal_that_is_not_finite_falls_back_to_a_feasible_chunk(double value)
    {
        using ITrajectoryRefiner refiner = Create();
        ActionChunk proposed = Proposal(1);
        proposed.Values[3] = value;
        Refinement refinement = refiner.Refine(proposed, Context());
        Assert.Equal(RefinementStatus.FellBack, refinement.Status);
        Assert.NotNull(refinement.Reason);
        Numbers.Finite(refinement.Chunk.Values, "refined chunk");
        Assert.InRange(Violation(refinement.Chunk), 0, Rounding);
    }

    /// <summary>Calls in between change nothing: what a call needs of the past is in its context.</summary>
    [Fact]
    public void Equal_calls_give_equal_chunks_whatever_is_between()
    {
        using ITrajectoryRefiner refiner = Create();
        Refinement first = refiner.Refine(Proposal(1), Context());
        refiner.Refine(Proposal(2), Context() with { Last = first, ExecutedSteps = 4 });
        Numbers.Close(first.Chunk.Values, refiner.Refine(Proposal(1), Context()).Chunk.Values, RepeatTolerance);
    }

    /// <summary>The proposal is not written to.</summary>
    [Fact]
    public void The_proposal_is_not_changed()
    {
        using ITrajectoryRefiner refiner = Create();
        ActionChunk proposed = Proposal(1);
        double[] before = [.. proposed.Values];
        refiner.Refine(proposed, Context());
        Assert.Equal(before, proposed.Values);
    }

    private ActionChunk Proposal(int seed) => Normalisation.Unnormalise(RandomValues.Chunk(Steps, Normalisation.Size, seed));

    private RefinementContext Context() => new(Normalisation.Unnormalise(new ActionChunk(1, Normalisation.Size, new double[Normalisation.Size])));

    private double Violation(ActionChunk raw)
    {
        ActionChunk chunk = Normalisation.Normalise(raw);
        var context = new ConstraintContext(chunk.Steps, chunk.Dimensions)
        {
            Previous = Normalisation.Normalise(Context().Previous),
            Normalisation = Normalisation,
        };
        return Constraints.Build(context).LargestViolation(chunk.Values);
    }
}
