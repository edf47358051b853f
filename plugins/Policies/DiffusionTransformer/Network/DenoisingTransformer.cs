using System.Globalization;
using DiffOG.Learning.Networks;
using DiffOG.Policies.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>
/// Says of noisy chunks what it was trained to say, given how noisy they are and a sequence of observations (Chi et al. 2023,
/// the time-series diffusion transformer; in the reference's code <c>TransformerForDiffusion</c>, whose parameter names and
/// masks it has).
/// <para>
/// A decoder is the reference's network with observations as condition. An encoder without observations is its encoder-only
/// network, which there gets observations as part of the chunk, by inpainting; here they are tokens between time and steps.
/// </para>
/// </summary>
internal sealed class DenoisingTransformer : Module<Tensor, Tensor, Tensor?, Tensor>
{
    private const string Places = "pos_emb";
    private const string ConditionPlaces = "cond_pos_emb";
    private const string Mask = "mask";
    private const string MemoryMask = "memory_mask";

    private readonly TransformerShape shape;
    private readonly Func<Tensor, Tensor> embedStep;
    private readonly Func<Tensor, Tensor> embedTime;
    private readonly Func<Tensor, Tensor>? embedObservation;
    private readonly Func<Tensor, Tensor>? remember;
    private readonly Func<Tensor, Tensor?, Tensor?, Tensor> mix;
    private readonly Func<Tensor, Tensor> norm;
    private readonly Func<Tensor, Tensor> head;

    internal DenoisingTransformer(TransformerShape shape)
        : base(nameof(DenoisingTransformer))
    {
        this.shape = shape;
        embedStep = Add("input_emb", Linear(shape.ActionSize, shape.EmbedSize));
        embedTime = Add("time_emb", new SinusoidalEmbedding(shape.EmbedSize));
        embedObservation = shape.ConditionSize > 0 ? Add("cond_obs_emb", Linear(shape.ConditionSize, shape.EmbedSize)) : null;
        register_parameter(Places, new Parameter(zeros(1, shape.Tokens, shape.EmbedSize)));
        if (shape.IsDecoder)
            register_parameter(ConditionPlaces, new Parameter(zeros(1, shape.ConditionTokens, shape.EmbedSize)));
        remember = shape.IsDecoder ? AddMemory() : null;
        mix = AddLayers();
        AddMasks();
        norm = Add("ln_f", LayerNorm(shape.EmbedSize));
        head = Add("head", Linear(shape.EmbedSize, shape.ActionSize));
        InitialWeights.Draw(this, shape);
    }

    /// <summary>Says of noisy chunks what it was trained to say.</summary>
    /// <param name="sample">[B, H, D] the noisy chunks.</param>
    /// <param name="times">[B] how noisy each is.</param>
    /// <param name="condition">[B, To, F]; null where it is told nothing.</param>
    /// <returns>[B, H, D].</returns>
    public override Tensor forward(Tensor sample, Tensor times, Tensor? condition)
    {
        Tensor time = embedTime(times).to_type(sample.dtype).unsqueeze(1);
        Tensor told = embedObservation is null ? time : cat([time, embedObservation(condition!)], 1);
        Tensor steps = embedStep(sample);
        Tensor mixed = remember is null
            ? mix(Placed(cat([told, steps], 1), Places), null, null).narrow(1, shape.ConditionTokens, shape.Steps)
            : mix(Placed(steps, Places), remember(Placed(told, ConditionPlaces)), BufferOrNull(MemoryMask));
        return head(norm(mixed));
    }

    private Tensor Placed(Tensor tokens, string places)
    {
        Tensor placed = tokens + _internal_params[places];
        return training && shape.EmbeddingDropout > 0 ? functional.dropout(placed, shape.EmbeddingDropout) : placed;
    }

    private Func<Tensor, Tensor> AddMemory()
    {
        if (shape.ConditionLayers > 0)
        {
            TransformerLayer[] layers = Stack("encoder", shape.ConditionLayers, readsMemory: false);
            return told => layers.Aggregate(told, (tokens, layer) => layer.Encode(tokens, null));
        }
        var maps = new NamedModules();
        Func<Tensor, Tensor> widen = maps.Add("0", Linear(shape.EmbedSize, 4 * shape.EmbedSize));
        Func<Tensor, Tensor> narrow = maps.Add("2", Linear(4 * shape.EmbedSize, shape.EmbedSize));
        register_module("encoder", maps);
        return told => narrow(functional.mish(widen(told)));
    }

    private Func<Tensor, Tensor?, Tensor?, Tensor> AddLayers()
    {
        TransformerLayer[] layers = Stack(shape.IsDecoder ? "decoder" : "encoder", shape.Layers, shape.IsDecoder);
        return shape.IsDecoder
            ? (steps, memory, memoryMask) => layers.Aggregate(steps, (tokens, layer) => layer.Decode(tokens, BufferOrNull(Mask), memory!, memoryMask))
            : (all, _, _) => layers.Aggregate(all, (tokens, layer) => layer.Encode(tokens, BufferOrNull(Mask)));
    }

    private void AddMasks()
    {
        if (!shape.Causal)
            return;
        register_buffer(Mask, AttentionMasks.UpTo(shape.Tokens, shape.Tokens, ahead: 0));
        // Time, the first token of the memory, is always seen; observation s is seen from step s on.
        if (shape.IsDecoder && shape.ConditionSize > 0)
            register_buffer(MemoryMask, AttentionMasks.UpTo(shape.Tokens, shape.ConditionTokens, ahead: 1));
    }

    private Tensor? BufferOrNull(string name) => has_buffer(name) ? get_buffer(name) : null;

    private TransformerLayer[] Stack(string name, int count, bool readsMemory)
    {
        TransformerLayer[] layers = [.. Enumerable.Range(0, count).Select(_ => new TransformerLayer(shape, readsMemory))];
        NamedModules stack = new(), container = new();
        for (int i = 0; i < count; i++)
            stack.With(i.ToString(CultureInfo.InvariantCulture), layers[i]);
        register_module(name, container.With("layers", stack));
        return layers;
    }

    private Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
