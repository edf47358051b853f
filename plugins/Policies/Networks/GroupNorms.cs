using TorchSharp.Modules;
using static TorchSharp.torch.nn;

namespace DiffOG.Policies.Networks;

/// <summary>Group normalisation that starts as the identity.</summary>
public static class GroupNorms
{
    /// <summary>Makes one; TorchSharp 0.107.0 leaves its weights as the memory was.</summary>
    /// <param name="groups">Divides the channels.</param>
    /// <param name="channels">C.</param>
    public static GroupNorm Create(int groups, int channels)
    {
        GroupNorm normalisation = GroupNorm(groups, channels);
        init.ones_(normalisation.weight!);
        init.zeros_(normalisation.bias!);
        return normalisation;
    }
}
