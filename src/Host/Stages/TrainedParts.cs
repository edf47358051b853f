using DiffOG.Host.Experiments;
using DiffOG.Host.Runs;
using DiffOG.Learning.Natives;
using DiffOG.Learning.Policies;
using DiffOG.Learning.Projectors;
using DiffOG.Learning.Safetensors;
using DiffOG.Learning.Training;
using DiffOG.Policies;
using DiffOG.Projectors;

namespace DiffOG.Host.Stages;

/// <summary>Parts with the weights that the training stages wrote.</summary>
internal sealed class TrainedParts(ExperimentFile experiment, ExperimentParts parts, RunFolder folder)
{
    /// <summary>The file with the policy's averaged weights and normalisers.</summary>
    internal string PolicyFile => Path.Combine(folder.PolicyCheckpoints, PolicyTrainer.FileName);

    /// <summary>The file with the layer's weights.</summary>
    internal string LayerFile => Path.Combine(folder.LayerCheckpoints, LayerTrainer.FileName);

    /// <summary>The policy, ready to act.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1301 to DOG1303, DOG1305: its checkpoint is missing, damaged, of another shape, or of another task.</exception>
    internal IPolicy LoadPolicy()
    {
        IPolicy policy = parts.CreatePolicy();
        if (policy is not ITrainablePolicy trainable)
            return policy;
        try
        {
            TorchRuntime.Load();
            using SafetensorsFile file = SafetensorsFile.Open(PolicyFile);
            CheckpointFit.Require(file, policy.Spec);
            trainable.Load(file);
            return policy;
        }
        catch
        {
            policy.Dispose();
            throw;
        }
    }

    /// <summary>The Q-projector, ready to be used; null where no refiner asks for one.</summary>
    /// <param name="policy">The trained policy.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1301 to DOG1303, DOG1305: its checkpoint is missing, damaged, of another shape, or of another task.</exception>
    internal IQProjector? LoadProjector(IPolicy policy)
    {
        if (!UsesProjector)
            return null;
        IQProjector projector = parts.CreateProjector(policy);
        if (projector is not ITrainableQProjector trainable)
            return projector;
        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(LayerFile);
            CheckpointFit.Require(file, policy.Spec);
            trainable.Load(file);
            return projector;
        }
        catch
        {
            projector.Dispose();
            throw;
        }
    }

    /// <summary>Whether any refiner of the experiment asks for the Q-projector.</summary>
    internal bool UsesProjector => experiment.Options.Refiners.Any(parts.NeedsProjector);
}
