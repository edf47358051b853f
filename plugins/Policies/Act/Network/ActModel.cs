using DiffOG.Policies.Networks.Vision;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>
/// The action-chunking transformer: an encoder over the latent and what was observed, a decoder with one learned query
/// per step of the chunk, and for training the encoder of the latent. Parameters have the names of LeRobot's.
/// </summary>
internal sealed class ActModel : Module
{
    private const string SequencePositions = "vae_encoder_pos_enc";
    private readonly Func<Tensor, Tensor, Tensor?, Tensor> encode;
    private readonly Func<Tensor, Tensor, Tensor, Tensor, Tensor> decode;
    private readonly Func<Tensor, Tensor> latentToken;
    private readonly Func<Tensor, Tensor>? robotToken;
    private readonly Func<Tensor, Tensor>? environmentToken;
    private readonly Func<Tensor> tokenPositions;
    private readonly Func<Tensor> queries;
    private readonly Func<Tensor, Tensor> actions;
    private readonly PosteriorParts? posterior;
    private readonly Eye? eye;
    private readonly string[] cameras;

    internal ActModel(ActShape shape)
        : base(nameof(ActModel))
    {
        ActOptions options = shape.Options;
        int size = options.EmbedSize;
        if (options.Variational)
            posterior = AddPosterior(shape);
        encode = Spread(Add("encoder", new Encoder(options, options.EncoderLayers))).Encode;
        decode = Spread(Add("decoder", new Decoder(options))).Decode;
        robotToken = AddLinear("encoder_robot_state_input_proj", shape.RobotSize, size);
        environmentToken = AddLinear("encoder_env_state_input_proj", shape.EnvironmentSize, size);
        latentToken = Add("encoder_latent_input_proj", Linear(options.LatentSize, size)).call;
        if (shape.Cameras.Count > 0)
            eye = AddEye(shape);
        cameras = [.. shape.Cameras.Select(c => c.Name)];
        int tokens = 1 + (robotToken is null ? 0 : 1) + (environmentToken is null ? 0 : 1);
        tokenPositions = AddTable("encoder_1d_feature_pos_embed", tokens, size);
        queries = AddTable("decoder_pos_embed", options.ChunkSize, size);
        actions = Add("action_head", Linear(size, shape.ActionSize)).call;
    }

    /// <summary>Whether it has an encoder of the latent.</summary>
    internal bool IsVariational => posterior is not null;

    /// <summary>The latent's distribution given what was demonstrated.</summary>
    /// <param name="robot">[B, S], if there is any.</param>
    /// <param name="chunks">[B, T, D].</param>
    /// <param name="padding">[B, T] booleans: true where a step lies outside its episode.</param>
    internal Posterior Infer(Tensor? robot, Tensor chunks, Tensor padding)
    {
        PosteriorParts parts = posterior!;
        List<Tensor> tokens = [parts.Summary().unsqueeze(0).expand(chunks.shape[0], -1, -1)];
        if (parts.RobotToken is not null)
            tokens.Add(parts.RobotToken(robot!).unsqueeze(1));
        Tensor known = zeros([chunks.shape[0], tokens.Count], ScalarType.Bool, chunks.device);
        tokens.Add(parts.ActionTokens(chunks));
        Tensor summary = parts.Encode(cat(tokens, 1), get_buffer(SequencePositions)!, cat([known, padding], 1));
        Tensor[] halves = parts.Latent(summary).chunk(2, 1);
        return new Posterior(halves[0], halves[1]);
    }

    /// <summary>The chunk that follows from an observation and a latent.</summary>
    /// <param name="inputs">What was observed.</param>
    /// <param name="latent">[B, L].</param>
    /// <returns>[B, T, D].</returns>
    internal Tensor Decode(ActInputs inputs, Tensor latent)
    {
        List<Tensor> tokens = [latentToken(latent)];
        if (robotToken is not null)
            tokens.Add(robotToken(inputs.Robot!));
        if (environmentToken is not null)
            tokens.Add(environmentToken(inputs.Environment!));
        (Tensor memory, Tensor positions) = Encode(stack(tokens, 1), inputs.Pictures);
        Tensor steps = queries().unsqueeze(0);
        return actions(decode(zeros_like(steps).expand(latent.shape[0], -1, -1), steps, memory, positions));
    }

    private (Tensor Memory, Tensor Positions) Encode(Tensor values, IReadOnlyDictionary<string, Tensor> pictures)
    {
        (Tensor Tokens, Tensor Positions)[] seen = [.. cameras.Select(c => eye!.See(c, pictures[c]))];
        Tensor positions = cat([tokenPositions().unsqueeze(0), .. seen.Select(s => s.Positions.to_type(values.dtype))], 1);
        return (encode(cat([values, .. seen.Select(s => s.Tokens)], 1), positions, null), positions);
    }

    private PosteriorParts AddPosterior(ActShape shape)
    {
        ActOptions options = shape.Options;
        int size = options.EmbedSize;
        int tokens = 1 + (shape.RobotSize > 0 ? 1 : 0) + options.ChunkSize;
        register_buffer(SequencePositions, Positions.Along(tokens, size));
        return new PosteriorParts(
            Add("vae_encoder", new Encoder(options, options.VariationalLayers)).Summarise,
            AddTable("vae_encoder_cls_embed", 1, size),
            AddLinear("vae_encoder_robot_state_input_proj", shape.RobotSize, size),
            Add("vae_encoder_action_input_proj", Linear(shape.ActionSize, size)).call,
            Add("vae_encoder_latent_output_proj", Linear(size, 2 * options.LatentSize)).call);
    }

    private Eye AddEye(ActShape shape)
    {
        FeatureMaps maps = Add("backbone", new FeatureMaps(shape.Cameras, shape.Options.Vision.ToVision()));
        return new Eye(maps.Of, Add("encoder_img_feat_input_proj", Conv2d(maps.Channels, shape.Options.EmbedSize, 1)).call);
    }

    private T Add<T>(string name, T module)
        where T : Module
    {
        register_module(name, module);
        return module;
    }

    private Func<Tensor, Tensor>? AddLinear(string name, int inputs, int outputs) => inputs == 0 ? null : Add(name, Linear(inputs, outputs)).call;

    private Func<Tensor> AddTable(string name, int rows, int columns)
    {
        Embedding table = Add(name, Embedding(rows, columns));
        return () => table.weight!;
    }

    /// <summary>Draws the matrices of the transformer, but not of the latent's encoder, as the reference does (Glorot and Bengio 2010).</summary>
    private static T Spread<T>(T module)
        where T : Module
    {
        foreach (Parameter parameter in module.parameters().Where(p => p.dim() > 1))
            init.xavier_uniform_(parameter);
        return module;
    }

    /// <summary>How the pictures of a camera become tokens: one for every place of the last map.</summary>
    private sealed record Eye(Func<string, Tensor, Tensor> Map, Func<Tensor, Tensor> Project)
    {
        /// <returns>[B, h·w, E] and [1, h·w, E].</returns>
        internal (Tensor Tokens, Tensor Positions) See(string camera, Tensor pictures)
        {
            Tensor map = Project(Map(camera, pictures));
            Tensor positions = Network.Positions.Over((int)map.shape[2], (int)map.shape[3], (int)map.shape[1]);
            return (map.flatten(2).transpose(1, 2), positions.to(map.device));
        }
    }

    /// <summary>The parts of the latent's encoder, which the reference keeps beside the others.</summary>
    private sealed record PosteriorParts(
        Func<Tensor, Tensor, Tensor?, Tensor> Encode,
        Func<Tensor> Summary,
        Func<Tensor, Tensor>? RobotToken,
        Func<Tensor, Tensor> ActionTokens,
        Func<Tensor, Tensor> Latent);
}
