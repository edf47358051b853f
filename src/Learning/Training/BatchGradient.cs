using DiffOG.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>Loss and gradient of a step's batch, part by part, and which windows to look at where they are not finite.</summary>
/// <param name="task">What is trained.</param>
/// <param name="settings">Sizes.</param>
/// <param name="checkpoint">Knows whether the weights are finite.</param>
/// <param name="watch">Tells waiting and computing apart.</param>
/// <param name="folder">Of the last checkpoint.</param>
internal sealed class BatchGradient(ITrainingTask task, TrainingSettings settings, TrainingCheckpoint checkpoint, StepWatch watch, string folder)
{
    private List<WindowPlace> before = [];
    private List<WindowPlace> windows = [];

    /// <summary>Adds the gradients of all parts of a step to those of the parameters.</summary>
    /// <param name="step">The number of steps taken before.</param>
    /// <param name="batches">The step's windows come next.</param>
    /// <returns>The loss of the whole batch.</returns>
    /// <exception cref="DiffOGException">DOG1310: the loss is not finite.</exception>
    internal double Add(long step, PreparedBatches batches)
    {
        double loss = 0;
        (before, windows) = (windows, []);
        for (int index = 0; index < settings.Accumulate; index++)
        {
            WindowArrays read = batches.Next();
            watch.Waited();
            windows.AddRange(read.Places);
            loss += Add(new StepPart(step, index, settings.Accumulate, settings.BatchSize), read);
            watch.Computed();
        }
        return loss;
    }

    /// <summary>Requires that no weight was spoilt by the last step.</summary>
    /// <param name="step">The number of steps taken.</param>
    /// <exception cref="DiffOGException">DOG1310.</exception>
    internal void RequireFinite(long step)
    {
        if (checkpoint.NotFinite() is { } bad)
            throw TrainingErrors.Diverged(step, $"'{bad}' is no longer finite", windows, folder);
    }

    private double Add(StepPart part, WindowArrays read)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor loss = task.Loss(part, read);
        double value = loss.to(ScalarType.Float64).item<double>();
        if (!double.IsFinite(value))
            throw Diverged(part.Step, value, read.Places);
        (part.Parts == 1 ? loss : loss * part.Share).backward();
        return part.Share * value;
    }

    /// <summary>A finite loss can have a gradient that is not: then the weights are spoilt already, by the step before.</summary>
    private DiffOGException Diverged(long step, double loss, IReadOnlyList<WindowPlace> batch) => checkpoint.NotFinite() is { } bad
        ? TrainingErrors.Diverged(step, $"the loss is {loss}, as '{bad}' was no longer finite after the step before", before, folder)
        : TrainingErrors.Diverged(step, $"the loss is {loss}", batch, folder);
}
