using DiffOG.Learning.Networks;
using DiffOG.Learning.Policies;
using DiffOG.Policies.Networks.Vision;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks.Recurrent;

/// <summary>
/// LSTM layers over a sequence of observations, and linear heads that read each of their outputs. Parameters have the
/// names that robomimic gives to those of its recurrent actors: <c>policy.nets.rnn.nets.weight_ih_l0</c>,
/// <c>policy.nets.decoder.nets.mean.weight</c>, <c>policy.nets.encoder.nets.obs.obs_nets.CAMERA.…</c>.
/// </summary>
public sealed class RecurrentNetwork : Module
{
    private readonly Func<ObservationBatch, Tensor> encode;
    private readonly Func<Tensor, Tensor> sequence;
    private readonly Func<string, Tensor> parameter;
    private readonly Dictionary<string, Func<Tensor, Tensor>> heads = new(StringComparer.Ordinal);

    /// <summary>Creates the network with weights from Torch's generator.</summary>
    /// <param name="encoder">From observations to features; becomes the network's.</param>
    /// <param name="shape">Sizes.</param>
    /// <param name="heads">The heads by name, and how many numbers each says.</param>
    /// <param name="parameters">Parameters that are registered beside the LSTM, by name; they become the network's.</param>
    public RecurrentNetwork(ObservationEncoder encoder, RecurrentShape shape, IReadOnlyDictionary<string, int> heads, IReadOnlyDictionary<string, Parameter>? parameters = null)
        : base(nameof(RecurrentNetwork))
    {
        encode = encoder.Encode;
        LSTM lstm = LSTM(encoder.Size, shape.Hidden, shape.Layers, batchFirst: true);
        sequence = inputs => Outputs(lstm, inputs);
        NamedModules rnn = new NamedModules().With("nets", lstm), decoders = new();
        parameter = name => rnn.get_parameter(name) ?? throw new ArgumentException($"There is no parameter '{name}' beside the LSTM.", nameof(name));
        foreach ((string name, Parameter own) in parameters ?? new Dictionary<string, Parameter>())
            rnn.register_parameter(name, own);
        foreach ((string name, int size) in heads)
            this.heads[name] = decoders.Add(name, Linear(shape.Hidden, size));
        register_module("policy", Named("nets", new NamedModules()
            .With("encoder", Named("nets", Named("obs", encoder)))
            .With("rnn", rnn)
            .With("decoder", Named("nets", decoders))));
    }

    /// <summary>Runs the LSTM from a state of zeros.</summary>
    /// <param name="observations">Normalised, S steps.</param>
    /// <returns>[B, S, hidden] the last layer's output at every step.</returns>
    public Tensor Run(ObservationBatch observations) => sequence(encode(observations));

    /// <summary>What a head says.</summary>
    /// <param name="head">Its name.</param>
    /// <param name="hidden">[…, hidden].</param>
    /// <returns>[…, size of the head].</returns>
    public Tensor Decode(string head, Tensor hidden) => heads[head](hidden);

    /// <summary>A parameter that is registered beside the LSTM.</summary>
    /// <param name="name">Its name.</param>
    public Tensor Beside(string name) => parameter(name);

    private static NamedModules Named(string name, Module module) => new NamedModules().With(name, module);

    private static Tensor Outputs(LSTM lstm, Tensor features)
    {
        (Tensor outputs, Tensor state, Tensor cell) = lstm.call(features);
        state.Dispose();
        cell.Dispose();
        return outputs;
    }
}
