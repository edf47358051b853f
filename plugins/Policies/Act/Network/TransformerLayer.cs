using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Act.Network;

/// <summary>What layers of the encoder and the decoder share: residual steps and the feed-forward part.</summary>
internal abstract class TransformerLayer : Module
{
    private readonly ActOptions options;
    private readonly Func<Tensor, Tensor> widen;
    private readonly Func<Tensor, Tensor> narrow;

    private protected TransformerLayer(string name, ActOptions options)
        : base(name)
    {
        this.options = options;
        widen = Add("linear1", Linear(options.EmbedSize, options.FeedForward));
        narrow = Add("linear2", Linear(options.FeedForward, options.EmbedSize));
    }

    /// <summary>An attention of this layer, registered under a name.</summary>
    private protected Attention AddAttention(string name)
    {
        var attention = new Attention(options.EmbedSize, options.Heads, options.Dropout);
        register_module(name, attention);
        return attention;
    }

    /// <summary>A normalisation of this layer, registered under a name.</summary>
    private protected Func<Tensor, Tensor> AddNorm(string name) => Add(name, LayerNorm(options.EmbedSize));

    /// <summary>Adds what a part makes of the tokens to them; normalised before that part or after the sum.</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="part">The part.</param>
    private protected Tensor Residual(Func<Tensor, Tensor> norm, Tensor tokens, Func<Tensor, Tensor> part) =>
        After(norm, tokens, part(Before(norm, tokens)));

    /// <summary>What a part reads: the tokens, normalised where layers normalise their input.</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="tokens">[B, N, E].</param>
    private protected Tensor Before(Func<Tensor, Tensor> norm, Tensor tokens) => options.PreNorm ? norm(tokens) : tokens;

    /// <summary>Adds to tokens what a part made of them; normalised where layers normalise their output.</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="tokens">[B, N, E].</param>
    /// <param name="made">[B, N, E].</param>
    private protected Tensor After(Func<Tensor, Tensor> norm, Tensor tokens, Tensor made) =>
        options.PreNorm ? tokens + Drop(made) : norm(tokens + Drop(made));

    /// <summary>Two linear maps with a non-linearity between, token by token.</summary>
    /// <param name="tokens">[B, N, E].</param>
    private protected Tensor FeedForward(Tensor tokens)
    {
        Tensor wide = widen(tokens);
        return narrow(Drop(options.Activation is ActivationKind.Gelu ? functional.gelu(wide) : wide.relu()));
    }

    private Tensor Drop(Tensor values) => functional.dropout(values, options.Dropout, training);

    private Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
