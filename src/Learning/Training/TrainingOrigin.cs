namespace DiffOG.Learning.Training;

/// <summary>What a run comes from, as its checkpoints keep it.</summary>
/// <param name="Demonstrations">The dataset's fingerprint.</param>
/// <param name="Metadata">The host's strings, for example the plugins and their options.</param>
internal sealed record TrainingOrigin(string Demonstrations, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>The hash of the policy that a layer is trained behind; null where there is none.</summary>
    internal string? PolicyWeights { get; init; }

    /// <summary>The hash of the weights that the training started from; null where they were drawn.</summary>
    internal string? Weights { get; init; }

    /// <summary>By name; a run is continued only where all of it is equal.</summary>
    internal IEnumerable<(string Name, object Value)> Identity =>
    [
        ("demonstrations", Demonstrations),
        .. PolicyWeights is null ? (IEnumerable<(string, object)>)[] : [("policyWeights", PolicyWeights)],
        .. Weights is null ? (IEnumerable<(string, object)>)[] : [("initialWeights", Weights)],
        .. Metadata.Select(m => (m.Key, (object)m.Value)),
    ];
}
