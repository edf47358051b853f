using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace DiffOG.Learning.Layer;

/// <summary>
/// Ties solved programs into the autograd graph: apply(costs [B, n, n], chunks [B, T, D], <see cref="QpBatch"/>) →
/// [B, T, D]. The solve happens before, so that nothing is thrown while a graph node is half made.
/// </summary>
internal sealed class QpFunction : SingleTensorFunction<QpFunction>
{
    private const string Batch = "batch";

    /// <inheritdoc/>
    public override string Name => nameof(QpFunction);

    /// <inheritdoc/>
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var batch = (QpBatch)vars[2];
        ctx.save_data(Batch, batch);
        return batch.Points();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output)
    {
        (Tensor costs, Tensor chunks) = ((QpBatch)ctx.get_data(Batch)).PullBack(grad_output);
        return [costs, chunks, null!];
    }
}
