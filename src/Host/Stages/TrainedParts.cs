using DiffOG.Host.Configuration;
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
    private bool? trainsLayer;

    /// <summary>The file with the policy's averaged weights and normalisers that is used in the end: joint training writes one of its own.</summary>
    internal string PolicyFile => TrainsJointly ? Path.Combine(folder.LayerCheckpoints, PolicyTrainer.FileName) : OwnPolicyFile;

    /// <summary>The file that the policy's own training writes.</summary>
    internal string OwnPolicyFile => Path.Combine(folder.PolicyCheckpoints, PolicyTrainer.FileName);

    /// <summary>The file with the layer's weights.</summary>
    internal string LayerFile => Path.Combine(folder.LayerCheckpoints, LayerTrainer.FileName);

    /// <summary>The policy, ready to act.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1301 to DOG1303, DOG1305: its checkpoint is missing, damaged, of another shape, or of another task.</exception>
    internal IPolicy LoadPolicy() => LoadPolicy(() => PolicyFile);

    /// <summary>The policy as its own training left it; a layer is trained behind it.</summary>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">As <see cref="LoadPolicy()"/>.</exception>
    internal IPolicy LoadOwnPolicy() => LoadPolicy(() => OwnPolicyFile);

    private IPolicy LoadPolicy(Func<string> path)
    {
        IPolicy policy = parts.CreatePolicy();
        if (policy is not ITrainablePolicy trainable)
            return policy;
        try
        {
            TorchRuntime.Load();
            using SafetensorsFile file = SafetensorsFile.Open(path());
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

    /// <summary>Whether the layer is trained: a refiner asks for a Q-projector, and the projector can be trained. Known when the policy's training is done.</summary>
    internal bool TrainsLayer => trainsLayer ??= UsesProjector && IsTrainable();

    /// <summary>Whether the policy is trained on with the layer.</summary>
    internal bool TrainsJointly => experiment.Options.Refine.Mode == RefineMode.Joint && TrainsLayer;

    /// <summary>Strings of the policy's checkpoints: the plugin and its options.</summary>
    internal Dictionary<string, string> PolicyMetadata => new()
    {
        ["plugin"] = experiment.Options.Policy.Id,
        ["options"] = experiment.Options.Policy.Options is null ? "{}" : OptionsJson.Write(experiment.Options.Policy.Options).ToJsonString(),
    };

    private bool IsTrainable()
    {
        using IPolicy policy = LoadOwnPolicy();
        using IQProjector projector = parts.CreateProjector(policy);
        return projector is ITrainableQProjector;
    }

    /// <summary>Whether any refiner of the experiment asks for the Q-projector.</summary>
    internal bool UsesProjector => experiment.Options.Refiners.Any(parts.NeedsProjector);
}
