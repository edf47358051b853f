using DiffOG.Composition;
using DiffOG.Learning.Policies;

namespace DiffOG.Policies.BcRnn;

/// <summary>Makes an untrained recurrent policy; train it, or load a checkpoint into it.</summary>
[Plugin("bc-rnn", "Behaviour cloning with recurrence: an LSTM over the last observations, and a Gaussian mixture over action chunks.")]
public sealed class BcRnnPlugin : Plugin<ITrainablePolicy, BcRnnOptions>
{
    /// <inheritdoc/>
    public override ITrainablePolicy Create(BcRnnOptions options, PluginContext context) =>
        new BcRnnPolicy(options, context.RequiredObservations, context.RequiredAction);
}
