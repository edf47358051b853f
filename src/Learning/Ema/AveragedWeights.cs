using DiffOG.Learning.Safetensors;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Ema;

/// <summary>Keeps an exponential moving average of a model's weights in a second model of the same form.</summary>
public sealed class AveragedWeights
{
    private readonly (Tensor Average, Tensor Model)[] parameters;
    private readonly (Tensor Average, Tensor Model)[] buffers;
    private readonly EmaDecay decay;

    /// <summary>Pairs two models; the average starts as a copy of the model.</summary>
    /// <param name="model">The model that is trained; stays the caller's.</param>
    /// <param name="average">Receives the averaged weights; stays the caller's. It is set to evaluation mode without gradients.</param>
    /// <param name="decay">The decay's warm-up.</param>
    /// <exception cref="ArgumentException">The models have different parameters.</exception>
    public AveragedWeights(nn.Module model, nn.Module average, EmaDecay decay)
    {
        this.decay = decay;
        parameters = Pair(average.named_parameters(), model.named_parameters());
        buffers = Pair(average.named_buffers(), model.named_buffers());
        average.eval();
        // Operations in place return handles of their own.
        using DisposeScope scope = NewDisposeScope();
        foreach ((Tensor target, _) in parameters)
            target.requires_grad_(false);
        using IDisposable frozen = no_grad();
        foreach ((Tensor target, Tensor source) in parameters.Concat(buffers))
            target.copy_(source);
    }

    /// <summary>The number of updates made; write it into a checkpoint and set it back on resuming.</summary>
    public long Step { get; set; }

    /// <summary>The decay of the next update.</summary>
    public double NextDecay => decay.At(Step);

    /// <summary>Moves the average towards the model: <c>average ← d · average + (1 − d) · model</c>; buffers are copied.</summary>
    public void Update()
    {
        using IDisposable frozen = no_grad();
        using Scalar kept = NextDecay.ToScalar();
        using Scalar taken = (1 - NextDecay).ToScalar();
        foreach ((Tensor average, Tensor model) in parameters)
        {
            average.mul_(kept);
            average.add_(model, taken);
        }
        foreach ((Tensor average, Tensor model) in buffers)
            average.copy_(model);
        Step++;
    }

    private static (Tensor, Tensor)[] Pair<T>(IEnumerable<(string name, T tensor)> averages, IEnumerable<(string name, T tensor)> models)
        where T : Tensor
    {
        Dictionary<string, T> byName = models.ToDictionary(m => m.name, m => m.tensor);
        (Tensor, Tensor)[] pairs = [.. averages
            .Where(a => byName.TryGetValue(a.name, out T? model) && model.shape.SequenceEqual(a.tensor.shape))
            .Select(a => ((Tensor)a.tensor, (Tensor)byName[a.name]))];
        return pairs.Length == byName.Count && pairs.Length == averages.Count()
            ? pairs
            : throw new ArgumentException("The averaged model must have exactly the parameters and buffers of the trained one.");
    }
}
