using static TorchSharp.torch;
using static TorchSharp.torch.autograd;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>Ties <see cref="CostBatch"/> into the autograd graph: apply(entries [B, n(n+1)/2] float64, the batch) → [B, n, n] float64.</summary>
internal sealed class CostFunction : SingleTensorFunction<CostFunction>
{
    private const string Batch = "batch";

    /// <inheritdoc/>
    public override string Name => nameof(CostFunction);

    /// <inheritdoc/>
    public override Tensor forward(AutogradContext ctx, params object[] vars)
    {
        var batch = (CostBatch)vars[1];
        ctx.save_data(Batch, batch);
        return batch.Costs();
    }

    /// <inheritdoc/>
    public override List<Tensor> backward(AutogradContext ctx, Tensor grad_output) =>
        [((CostBatch)ctx.get_data(Batch)).PullBack(grad_output), null!];
}
