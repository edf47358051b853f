using DiffOG.Learning.Networks;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Recurrent;

/// <summary>
/// LSTM layers over a sequence of features, and linear heads that read each of their outputs. Parameters have the names
/// that robomimic gives to those of its recurrent actors: <c>policy.nets.rnn.nets.weight_ih_l0</c>,
/// <c>policy.nets.decoder.nets.mean.weight</c> and so on.
/// </summary>
public sealed class RecurrentNetwork : Module
{
    private readonly Func<Tensor, Tensor> sequence;
    private readonly Dictionary<string, Func<Tensor, Tensor>> heads = new(StringComparer.Ordinal);

    /// <summary>Creates the network with weights from Torch's generator.</summary>
    /// <param name="shape">Sizes.</param>
    /// <param name="heads">The heads by name, and how many numbers each says.</param>
    /// <param name="parameters">Parameters that are registered beside the LSTM, by name; they become the network's.</param>
    public RecurrentNetwork(RecurrentShape shape, IReadOnlyDictionary<string, int> heads, IReadOnlyDictionary<string, Parameter>? parameters = null)
        : base(nameof(RecurrentNetwork))
    {
        LSTM lstm = LSTM(shape.Inputs, shape.Hidden, shape.Layers, batchFirst: true);
        NamedModules rnn = new NamedModules().With("nets", lstm), decoders = new();
        foreach ((string name, Parameter parameter) in parameters ?? new Dictionary<string, Parameter>())
            rnn.register_parameter(name, parameter);
        foreach ((string name, int size) in heads)
            this.heads[name] = decoders.Add(name, Linear(shape.Hidden, size));
        register_module("policy", new NamedModules().With("nets", new NamedModules()
            .With("rnn", rnn)
            .With("decoder", new NamedModules().With("nets", decoders))));
        sequence = inputs => Outputs(lstm, inputs);
    }

    /// <summary>Runs the LSTM from a state of zeros.</summary>
    /// <param name="features">[B, S, inputs].</param>
    /// <returns>[B, S, hidden] the last layer's output at every step.</returns>
    public Tensor Run(Tensor features) => sequence(features);

    /// <summary>What a head says.</summary>
    /// <param name="head">Its name.</param>
    /// <param name="hidden">[…, hidden].</param>
    /// <returns>[…, size of the head].</returns>
    public Tensor Decode(string head, Tensor hidden) => heads[head](hidden);

    private static Tensor Outputs(LSTM lstm, Tensor features)
    {
        (Tensor outputs, Tensor state, Tensor cell) = lstm.call(features);
        state.Dispose();
        cell.Dispose();
        return outputs;
    }
}
