namespace DiffOG.Policies.Networks.Vision;

/// <summary>How a map of features becomes a vector.</summary>
public enum PoolingKind
{
    /// <summary>Where each of K learned features is: the mean position under the softmax of its map.</summary>
    SpatialSoftmax,

    /// <summary>How much there is of each feature: the mean of its map.</summary>
    Average,
}
