namespace DiffOG.Learning.Normalisation;

/// <summary>How values are brought to a network's scale.</summary>
public enum NormaliserKind
{
    /// <summary>Every dimension's range to [-1, 1].</summary>
    Limits,

    /// <summary>Unchanged.</summary>
    Identity,

    /// <summary>One factor for the whole vector: one over its largest absolute value.</summary>
    MaxAbs,

    /// <summary>Every dimension to mean 0 and standard deviation 1.</summary>
    MeanStd,
}

/// <summary>How colours, 0 to 1, are brought to a network's scale.</summary>
public enum ColourNormaliserKind
{
    /// <summary>[0, 1] to [-1, 1].</summary>
    Range,

    /// <summary>Each colour to mean 0 and standard deviation 1, as seen in the demonstrations.</summary>
    MeanStd,

    /// <summary>By the mean and standard deviation of ImageNet, as networks that were trained on it expect.</summary>
    ImageNet,
}
