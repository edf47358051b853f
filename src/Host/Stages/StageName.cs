namespace DiffOG.Host.Stages;

/// <summary>The stages of an experiment, in their order.</summary>
public enum StageName
{
    /// <summary>Demonstrations of the scripted expert.</summary>
    Collect,

    /// <summary>Training of the policy.</summary>
    Train,

    /// <summary>Training of the layer.</summary>
    Refine,

    /// <summary>Episodes under every refiner.</summary>
    Evaluate,

    /// <summary>Numbers and pictures.</summary>
    Report,
}
