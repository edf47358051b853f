using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using DiffOG.Projectors.Transformer.Network;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace DiffOG.Projectors.Transformer.Inference;

/// <summary>
/// Finds the weights in the memory where Torch keeps them. They are looked up at every call and never copied, so what
/// training, loading or moving the module has changed is seen, however it was changed.
/// </summary>
internal sealed unsafe class WeightSource
{
    /// <summary>Linear maps and norms of one encoder layer.</summary>
    internal const int MapsPerLayer = 6;

    private readonly (Func<Parameter> Weight, Func<Parameter> Bias)[] parameters;
    private readonly bool fits;

    /// <summary>Remembers where the parameters are kept.</summary>
    /// <param name="network">Its modules stay; their parameters may be replaced.</param>
    /// <param name="options">How it was made.</param>
    internal WeightSource(CostNetwork network, TransformerOptions options)
    {
        var modules = network.named_modules().ToDictionary(m => m.name, m => m.module, StringComparer.Ordinal);
        parameters = [.. Names(options).Select(name => Of(modules[name]))];
        // Torch's memory is handed out as spans, which end at 2 GiB.
        fits = network.parameters().All(p => p.numel() <= int.MaxValue / sizeof(float));
    }

    /// <summary>How many there are.</summary>
    internal int Count => parameters.Length;

    /// <summary>Writes where the weights are now.</summary>
    /// <param name="maps">[<see cref="Count"/>]: the input map; per layer the joint map of queries, keys and values, the output map, the two of the feed-forward part, the two norms; for attention pooling its two maps; the norm of the features; the map to L.</param>
    /// <returns>False where some are not float32 in this processor's memory, one after the other.</returns>
    internal bool TryLocate(Affine[] maps)
    {
        for (int i = 0; i < maps.Length; i++)
        {
            if (!fits || !TryLocate(parameters[i].Weight(), out float* weight) || !TryLocate(parameters[i].Bias(), out float* bias))
                return false;
            maps[i] = new Affine(weight, bias);
        }
        return true;
    }

    private static bool TryLocate(Parameter parameter, out float* first)
    {
        bool readable = parameter.dtype == ScalarType.Float32 && parameter.device_type == DeviceType.CPU && parameter.is_contiguous();
        first = readable ? (float*)Unsafe.AsPointer(ref MemoryMarshal.GetReference(parameter.bytes)) : null;
        return readable;
    }

    private static IEnumerable<string> Names(TransformerOptions options)
    {
        yield return "encoder.input_proj";
        for (int i = 0; i < options.Layers; i++)
        {
            string layer = $"encoder.transformer.layers.{i.ToString(CultureInfo.InvariantCulture)}.";
            foreach (string map in new[] { "self_attn", "self_attn.out_proj", "linear1", "linear2", "norm1", "norm2" })
                yield return layer + map;
        }
        if (options.Pooling == PoolingKind.Attention)
        {
            yield return "encoder.attention_weights.0";
            yield return "encoder.attention_weights.2";
        }
        yield return "norm";
        yield return "L_linear";
    }

    private static (Func<Parameter> Weight, Func<Parameter> Bias) Of(nn.Module module) => module switch
    {
        Linear map => (() => map.weight, () => map.bias!),
        LayerNorm norm => (() => norm.weight, () => norm.bias!),
        SelfAttention attention => (() => attention.InWeight, () => attention.InBias),
        _ => throw new NotSupportedException($"{module.GetName()} has no weights that are known here."),
    };
}
