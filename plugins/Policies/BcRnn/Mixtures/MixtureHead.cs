using DiffOG.Policies.Networks.Recurrent;
using static TorchSharp.torch;

namespace DiffOG.Policies.BcRnn.Mixtures;

/// <summary>Turns what a network says into mixtures, as robomimic does.</summary>
/// <param name="modes">M.</param>
/// <param name="size">E, the numbers that are distributed together.</param>
/// <param name="activation">How deviations become positive.</param>
/// <param name="minimumDeviation">Added to every deviation.</param>
internal sealed class MixtureHead(int modes, int size, DeviationActivation activation, double minimumDeviation)
{
    private const string Mean = "mean", Scale = "scale", Logits = "logits";

    /// <summary>The network's heads, by robomimic's names.</summary>
    internal IReadOnlyDictionary<string, int> Sizes { get; } = new Dictionary<string, int> { [Mean] = modes * size, [Scale] = modes * size, [Logits] = modes };

    /// <summary>The mixtures after some outputs of the LSTM; means are squashed into (-1, 1).</summary>
    /// <param name="network">The network.</param>
    /// <param name="hidden">[…, hidden].</param>
    /// <returns>[…] mixtures.</returns>
    internal Mixture Of(RecurrentNetwork network, Tensor hidden) => new(
        Split(network.Decode(Mean, hidden)).tanh(),
        Positive(Split(network.Decode(Scale, hidden))) + minimumDeviation,
        nn.functional.log_softmax(network.Decode(Logits, hidden), -1));

    private Tensor Split(Tensor flat) => flat.view([.. flat.shape[..^1], modes, size]);

    private Tensor Positive(Tensor values) => activation is DeviationActivation.Exp ? values.exp() : nn.functional.softplus(values);
}
