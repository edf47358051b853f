using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Constraints.Difference;
using DiffOG.Learning.Layer;
using DiffOG.Learning.Projectors;
using DiffOG.Projectors.Transformer;
using DiffOG.Refiners;
using DiffOG.Specs;

namespace DiffOG.Benchmarks.Solvers;

/// <summary>What the layer consists of at the reference's sizes: E 256, 4 heads, 2 layers, λ = 4, speed limits of ± 0.1 on all dimensions but the gripper.</summary>
internal sealed class ReferenceLayer : IDisposable
{
    private const double SmoothWeight = 4;
    internal const double StepDuration = 0.1;

    internal ReferenceLayer(int steps, int dimensions)
    {
        Action = new ActionSpec(ActionMode.Absolute, [.. Enumerable.Range(0, dimensions).Select(d => new ActionDimension($"d{d}", d == dimensions - 1 ? ActionGroup.Gripper : ActionGroup.Joint, "1", -1, 1))]);
        var context = new PluginContext { Action = Action, ChunkSteps = steps, StepDuration = StepDuration, Seed = 1 };
        Settings = new LayerSettings(LayerObjective.Linear, SmoothWeight, Action.MotionDimensions);
        Projector = new TransformerPlugin().Create(new TransformerOptions { EmbedSize = 256, FeedForward = 256, Heads = 4, Layers = 2 }, context);
        Constraints = new DifferencePlugin().Create(new DifferenceOptions(), context);
        Program = new TrajectoryProgram(Settings, steps, dimensions);
        Normalisation = ActionNormalisation.Identity(dimensions);
    }

    internal ActionSpec Action { get; }

    internal LayerSettings Settings { get; }

    internal ITrainableQProjector Projector { get; }

    internal IConstraintSet Constraints { get; }

    internal TrajectoryProgram Program { get; }

    internal ActionNormalisation Normalisation { get; }

    /// <summary>The limits after an action.</summary>
    internal LinearConstraints Rows(ActionChunk? previous) => Constraints.Build(new ConstraintContext(Program.Steps, Program.Dimensions) { Previous = previous, StepDuration = StepDuration, Normalisation = Normalisation });

    /// <summary>Chunks as a policy proposes them, each some steps after the one before.</summary>
    internal ActionChunk[] Chunks(int count)
    {
        const int Executed = 8;
        var walk = new Walk((count * Executed) + Program.Steps, Program.Dimensions, new Random(4));
        return [.. Enumerable.Range(0, count).Select(k => new ActionChunk(Program.Steps, Program.Dimensions, [.. walk.Linear(k * Executed, Program.Steps).Select(p => -p)]))];
    }

    public void Dispose() => Projector.Dispose();
}
