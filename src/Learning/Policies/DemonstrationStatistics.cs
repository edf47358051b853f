using DiffOG.Learning.Normalisation;

namespace DiffOG.Learning.Policies;

/// <summary>What normalisers are fitted to: all demonstrations, those kept for validation included, as the reference does.</summary>
/// <param name="Observations">[O] what was observed.</param>
/// <param name="Actions">[D] what was commanded.</param>
/// <param name="Colours">By camera: red, green and blue, 0 to 1, over pictures spread evenly over all episodes.</param>
public sealed record DemonstrationStatistics(InputStatistics Observations, InputStatistics Actions, IReadOnlyDictionary<string, InputStatistics> Colours)
{
    /// <summary>Statistics of demonstrations without pictures.</summary>
    /// <param name="observations">[O] what was observed.</param>
    /// <param name="actions">[D] what was commanded.</param>
    public DemonstrationStatistics(InputStatistics observations, InputStatistics actions)
        : this(observations, actions, new Dictionary<string, InputStatistics>())
    {
    }
}
