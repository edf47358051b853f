using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Learning.Interchange;

/// <summary>
/// The columns of the layers that read a U-Net's condition. Per observed step it is [pictures | values] here, and there
/// [first values | pictures | other values]; before the steps stands the embedding of the diffusion step.
/// </summary>
/// <param name="embedding">E.</param>
/// <param name="steps">To.</param>
/// <param name="values">Observed values of one step.</param>
/// <param name="firstValues">Those that come before the pictures there.</param>
internal sealed class ConditionColumns(long embedding, int steps, long values, long firstValues)
{
    private const string Suffix = ".cond_encoder.1.weight";

    /// <summary>Whether a tensor has such columns.</summary>
    /// <param name="ours">Its name here.</param>
    internal static bool Concern(string ours) => ours.EndsWith(Suffix, StringComparison.Ordinal);

    /// <summary>Puts columns into the order here.</summary>
    /// <param name="weight">[C, E + To·F]; the result belongs to the current dispose scope.</param>
    internal Tensor ToOurs(Tensor weight) => weight.index_select(1, tensor(Order((int)weight.shape[1])));

    /// <summary>Puts columns into the reference's order.</summary>
    /// <param name="weight">[C, E + To·F]; the result belongs to the current dispose scope.</param>
    internal Tensor ToTheirs(Tensor weight)
    {
        long[] order = Order((int)weight.shape[1]), inverse = new long[order.Length];
        for (int i = 0; i < order.Length; i++)
            inverse[order[i]] = i;
        return weight.index_select(1, tensor(inverse));
    }

    /// <summary>For each column here, where it stands there.</summary>
    private long[] Order(int columns)
    {
        long features = (columns - embedding) / steps, pictures = features - values;
        long Source(long column) => column < pictures ? firstValues + column
            : column < pictures + firstValues ? column - pictures
            : column;
        long[] order = new long[columns];
        for (long i = 0; i < columns; i++)
            order[i] = i < embedding ? i : i - ((i - embedding) % features) + Source((i - embedding) % features);
        return order;
    }
}
