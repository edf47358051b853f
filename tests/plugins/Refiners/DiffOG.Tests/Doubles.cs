using DiffOG.Actions;
using DiffOG.Constraints;
using DiffOG.Learning.Layer;
using DiffOG.Projectors;
using DiffOG.Solvers;
using NSubstitute;

namespace DiffOG.Refiners.DiffOG.Tests;

/// <summary>A refiner of substitutes for chunks of three steps of one dimension, normalised by y = 2 x + 0.5, steps within ±0.1.</summary>
internal sealed class Doubles
{
    internal const double Limit = 0.1;
    internal static readonly ActionNormalisation Normalisation = new([2.0], [0.5]);

    internal Doubles()
    {
        Projector.Steps.Returns(3);
        Projector.Dimensions.Returns(1);
        Projector.WhenForAnyArgs(p => p.Project(default!, default)).Do(call => new double[] { 2, 0, 0, 0, 2, 0, 0, 0, 2 }.CopyTo(call.Arg<Memory<double>>()));
        Constraints.Build(default!).ReturnsForAnyArgs(call => Rows(call.Arg<ConstraintContext>()));
    }

    internal IQProjector Projector { get; } = Substitute.For<IQProjector>();

    internal IConstraintSet Constraints { get; } = Substitute.For<IConstraintSet>();

    internal IQpSolver Solver { get; } = Substitute.For<IQpSolver>();

    /// <summary>Further rows, beside those of the steps.</summary>
    internal List<ConstraintBlock> More { get; } = [];

    internal QpRefiner Refiner(bool warmStart = true) => new(
        new RefinerParts(Projector, Constraints, Solver, new TrajectoryProgram(new LayerSettings(LayerObjective.Linear, 0, [0]), 3, 1), Normalisation, 0.02), 1e-9, warmStart);

    /// <summary>The solver answers with these normalised values.</summary>
    internal void Answer(QpStatus status, string? detail, params double[] x) => Solver.WhenForAnyArgs(s => s.Solve(default!, default, default!)).Do(call =>
        ((QpSolution)call[2]).Take(new QpSolution(call.Arg<QpProblem>(), status, x, new double[3]) { Detail = detail }));

    /// <summary>Raw values of normalised ones.</summary>
    internal static ActionChunk Raw(params double[] normalised) => Normalisation.Unnormalise(new ActionChunk(normalised.Length, 1, normalised));

    private LinearConstraints Rows(ConstraintContext context)
    {
        var shape = new DifferenceShape(context.Steps, context.Dimensions, 1, 1, [0]);
        ActionChunk last = context.Previous!.Slice(context.Previous.Steps - 1, 1);
        return new LinearConstraints(3, [DifferenceBlock.Create(shape, [-Limit, -Limit, -Limit], [Limit, Limit, Limit], last), .. More]);
    }
}
