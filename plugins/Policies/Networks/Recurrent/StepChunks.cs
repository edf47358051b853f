using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Recurrent;

/// <summary>The targets of a network that proposes a chunk at every step of a sequence.</summary>
public static class StepChunks
{
    /// <summary>The demonstrated chunk of every step: rows s to s + K − 1 of the window for step s.</summary>
    /// <param name="actions">[B, H, D] with H = S + K − 1.</param>
    /// <param name="chunkSteps">K.</param>
    /// <returns>[B, S, K, D], a view.</returns>
    public static Tensor Of(Tensor actions, int chunkSteps) => actions.unfold(1, chunkSteps, 1).transpose(2, 3);

    /// <summary>
    /// The mean over the steps that lie inside their episode. Steps before its first one see that one repeated and would
    /// be taught to wait; an action after the last one repeats that, and counts.
    /// </summary>
    /// <param name="values">[B, S] one number per step.</param>
    /// <param name="padding">[B, H] booleans: true where a row lies outside its episode.</param>
    /// <returns>[].</returns>
    public static Tensor MeanInside(Tensor values, Tensor padding)
    {
        Tensor counts = padding.narrow(1, 0, values.shape[1]).logical_not().to(values.dtype);
        return (values * counts).sum() / counts.sum().clamp_min(1);
    }
}
