using TorchSharp;

namespace DiffOG.Policies.Act.Tests;

/// <summary>
/// The action-chunking transformer once more, written from the papers in plain loops over doubles, one sample at a time,
/// without dropout: what the network is compared with. Tokens are [N][E].
/// </summary>
internal sealed class PlainNetwork(torch.nn.Module network, ActOptions options)
{
    private readonly Dictionary<string, (double[] Values, long[] Shape)> weights = network.state_dict().ToDictionary(
        p => p.Key, p => (p.Value.detach().to(torch.ScalarType.Float64).contiguous().data<double>().ToArray(), p.Value.shape));

    internal (double[] Mean, double[] LogVariance) Infer(double[]? robot, double[][] actions, bool[] padding)
    {
        List<double[]> tokens = [Row("model.vae_encoder_cls_embed", 0)];
        if (robot is not null)
            tokens.Add(Linear("model.vae_encoder_robot_state_input_proj", robot));
        bool[] padded = [.. tokens.Select(_ => false), .. padding];
        tokens.AddRange(actions.Select(a => Linear("model.vae_encoder_action_input_proj", a)));
        double[] wave = weights["model.vae_encoder_pos_enc"].Values;
        double[][] positions = [.. tokens.Select((t, n) => wave[(n * t.Length)..((n + 1) * t.Length)])];
        double[] summary = Encode("model.vae_encoder", options.VariationalLayers, [.. tokens], positions, padded)[0];
        double[] both = Linear("model.vae_encoder_latent_output_proj", summary);
        return (both[..options.LatentSize], both[options.LatentSize..]);
    }

    /// <param name="robot">[S], if any.</param>
    /// <param name="environment">[V], if any.</param>
    /// <param name="latent">[L].</param>
    /// <param name="seen">[places][C] the features at each place of each camera's map.</param>
    /// <param name="places">[places][E] the positions of these places.</param>
    internal double[][] Decode(double[]? robot, double[]? environment, double[] latent, double[][]? seen = null, double[][]? places = null)
    {
        List<double[]> tokens = [Linear("model.encoder_latent_input_proj", latent)];
        if (robot is not null)
            tokens.Add(Linear("model.encoder_robot_state_input_proj", robot));
        if (environment is not null)
            tokens.Add(Linear("model.encoder_env_state_input_proj", environment));
        double[][] positions = [.. tokens.Select((_, n) => Row("model.encoder_1d_feature_pos_embed", n)), .. places ?? []];
        tokens.AddRange((seen ?? []).Select(s => Linear("model.encoder_img_feat_input_proj", s)));
        double[][] memory = Encode("model.encoder", options.EncoderLayers, [.. tokens], positions, new bool[tokens.Count]);
        double[][] queries = [.. Enumerable.Range(0, options.ChunkSize).Select(t => Row("model.decoder_pos_embed", t))];
        double[][] steps = [.. queries.Select(q => new double[q.Length])];
        for (int layer = 0; layer < options.DecoderLayers; layer++)
            steps = DecoderLayer($"model.decoder.layers.{layer}", steps, queries, memory, positions);
        return [.. steps.Select(s => Linear("model.action_head", Norm("model.decoder.norm", s)))];
    }

    private double[][] Encode(string name, int layers, double[][] tokens, double[][] positions, bool[] padding)
    {
        for (int i = 0; i < layers; i++)
        {
            string layer = $"{name}.layers.{i}";
            tokens = Residual($"{layer}.norm1", tokens, x => Attend($"{layer}.self_attn", Sum(x, positions), Sum(x, positions), x, padding));
            tokens = Residual($"{layer}.norm2", tokens, x => FeedForward(layer, x));
        }
        return options.PreNorm ? [.. tokens.Select(t => Norm($"{name}.norm", t))] : tokens;
    }

    private double[][] DecoderLayer(string layer, double[][] steps, double[][] queries, double[][] memory, double[][] positions)
    {
        steps = Residual($"{layer}.norm1", steps, x => Attend($"{layer}.self_attn", Sum(x, queries), Sum(x, queries), x, new bool[x.Length]));
        steps = Residual($"{layer}.norm2", steps, x => Attend($"{layer}.multihead_attn", Sum(x, queries), Sum(memory, positions), memory, new bool[memory.Length]));
        return Residual($"{layer}.norm3", steps, x => FeedForward(layer, x));
    }

    private double[][] Residual(string norm, double[][] tokens, Func<double[][], double[][]> part) => options.PreNorm
        ? Sum(tokens, part([.. tokens.Select(t => Norm(norm, t))]))
        : [.. Sum(tokens, part(tokens)).Select(t => Norm(norm, t))];

    private double[][] FeedForward(string layer, double[][] tokens) =>
        [.. tokens.Select(t => Linear($"{layer}.linear2", [.. Linear($"{layer}.linear1", t).Select(v => Math.Max(0, v))]))];

    private double[][] Attend(string name, double[][] queries, double[][] keys, double[][] values, bool[] padding)
    {
        double[][] q = [.. queries.Select(t => Projected(name, t, 0))];
        double[][] k = [.. keys.Select(t => Projected(name, t, 1))];
        double[][] v = [.. values.Select(t => Projected(name, t, 2))];
        return [.. q.Select(row => Linear($"{name}.out_proj", Mixed(row, k, v, padding)))];
    }

    private double[] Mixed(double[] query, double[][] keys, double[][] values, bool[] padding)
    {
        int size = query.Length / options.Heads;
        double[] mixed = new double[query.Length];
        for (int first = 0; first < query.Length; first += size)
        {
            double Score(int m) => Enumerable.Range(first, size).Sum(e => query[e] * keys[m][e]) / Math.Sqrt(size);
            double[] shares = [.. keys.Select((_, m) => padding[m] ? 0 : Math.Exp(Score(m)))];
            for (int e = first; e < first + size; e++)
                mixed[e] = shares.Select((s, m) => s * values[m][e]).Sum() / shares.Sum();
        }
        return mixed;
    }

    private double[] Projected(string name, double[] token, int part)
    {
        int size = token.Length;
        double[] matrix = weights[$"{name}.in_proj_weight"].Values[(part * size * size)..((part + 1) * size * size)];
        return Affine(matrix, weights[$"{name}.in_proj_bias"].Values[(part * size)..((part + 1) * size)], token);
    }

    private double[] Linear(string name, double[] input) => Affine(weights[$"{name}.weight"].Values, weights[$"{name}.bias"].Values, input);

    private static double[] Affine(double[] matrix, double[] bias, double[] input) =>
        [.. bias.Select((b, o) => b + input.Select((x, i) => x * matrix[(o * input.Length) + i]).Sum())];

    private double[] Norm(string name, double[] token)
    {
        double mean = token.Average();
        double deviation = Math.Sqrt(token.Average(v => (v - mean) * (v - mean)) + 1e-5);
        return [.. token.Select((v, e) => ((v - mean) / deviation * weights[$"{name}.weight"].Values[e]) + weights[$"{name}.bias"].Values[e])];
    }

    private double[] Row(string table, int row)
    {
        (double[] values, long[] shape) = weights[$"{table}.weight"];
        return values[(row * (int)shape[1])..((row + 1) * (int)shape[1])];
    }

    private static double[][] Sum(double[][] a, double[][] b) => [.. a.Zip(b, (x, y) => x.Zip(y, (v, w) => v + w).ToArray())];
}
