using DiffOG.Learning.Natives;
using TorchSharp;
using TorchSharp.Modules;

namespace DiffOG.Host.Runs;

/// <summary>Receives scalars for TensorBoard.</summary>
internal interface ITensorBoard : IDisposable
{
    /// <summary>Adds one point of a curve.</summary>
    void Add(string tag, double value, long step);
}

/// <summary>TensorBoard event files, written by TorchSharp; the file appears with the first value.</summary>
/// <param name="folder">The folder of the event files; every process adds one.</param>
internal sealed class TensorBoard(string folder) : ITensorBoard
{
    private SummaryWriter? writer;

    /// <inheritdoc/>
    public void Add(string tag, double value, long step)
    {
        TorchRuntime.Load();
        writer ??= torch.utils.tensorboard.SummaryWriter(RunFolder.Ensure(folder), createRunName: false);
        RunErrors.Guard(folder, () => writer.add_scalar(tag, (float)value, (int)step));
    }

    /// <inheritdoc/>
    public void Dispose() => writer = null;
}
