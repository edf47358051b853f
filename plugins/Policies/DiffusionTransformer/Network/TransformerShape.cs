namespace DiffOG.Policies.DiffusionTransformer.Network;

/// <summary>The sizes of a <see cref="DenoisingTransformer"/>.</summary>
internal sealed record TransformerShape
{
    /// <summary>D, what a step consists of.</summary>
    internal required int ActionSize { get; init; }

    /// <summary>H, the steps of a chunk.</summary>
    internal required int Steps { get; init; }

    /// <summary>F, the features of one observation; 0 for a network that is told nothing.</summary>
    internal required int ConditionSize { get; init; }

    /// <summary>To, the observations; 0 without features.</summary>
    internal required int ConditionSteps { get; init; }

    /// <summary>E, the length of a token.</summary>
    internal required int EmbedSize { get; init; }

    /// <summary>The heads of each attention.</summary>
    internal required int Heads { get; init; }

    /// <summary>The layers that steps go through.</summary>
    internal required int Layers { get; init; }

    /// <summary>Whether steps attend to a memory of time and observations, instead of being one sequence with them.</summary>
    internal required bool IsDecoder { get; init; }

    /// <summary>The transformer layers of that memory; 0 for two linear maps.</summary>
    internal required int ConditionLayers { get; init; }

    /// <summary>Whether a step sees nothing later than itself.</summary>
    internal required bool Causal { get; init; }

    /// <summary>Whether the initial maps of the observations keep their size, instead of being as small as the reference's.</summary>
    internal required bool ScaledCondition { get; init; }

    /// <summary>Dropout of tokens.</summary>
    internal required double EmbeddingDropout { get; init; }

    /// <summary>Dropout in layers.</summary>
    internal required double Dropout { get; init; }

    /// <summary>1 + To: time, then observations.</summary>
    internal int ConditionTokens => 1 + (ConditionSize > 0 ? ConditionSteps : 0);

    /// <summary>The tokens that have a place in the main sequence.</summary>
    internal int Tokens => IsDecoder ? Steps : ConditionTokens + Steps;
}
