using DiffOG.Composition;
using DiffOG.Learning.Policies;

namespace DiffOG.Policies.Act;

/// <summary>Makes an untrained action-chunking transformer; train it, or load a checkpoint into it.</summary>
[Plugin("act", "Action-chunking transformer with a variational encoder, on observed values and pictures: a whole chunk in one pass.")]
public sealed class ActPlugin : Plugin<ITrainablePolicy, ActOptions>
{
    /// <inheritdoc/>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1115: <c>environmentState</c> names what is not read. DOG1230: there is no such camera or value.</exception>
    public override ITrainablePolicy Create(ActOptions options, PluginContext context) =>
        new ActPolicy(options, context.RequiredObservations, context.RequiredAction);
}
