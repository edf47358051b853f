using System.Globalization;

namespace DiffOG.Host.Runs;

/// <summary>What a whole run took.</summary>
/// <param name="Stages">Every stage, in order.</param>
internal sealed record RunCost(IReadOnlyList<StageCost> Stages)
{
    /// <summary>All stages together [s].</summary>
    internal double Seconds => Stages.Sum(s => s.Seconds);

    /// <summary>The largest working set of any process [GiB].</summary>
    internal double PeakMemoryGigabytes => Stages.Select(s => s.PeakMemoryGigabytes).DefaultIfEmpty().Max();

    /// <summary>For the end of a run.</summary>
    internal string Sentence => string.Create(
        CultureInfo.InvariantCulture,
        $"All stages: {Seconds:0.0} s ({string.Join(", ", Stages.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.Stage} {s.Seconds:0.0} s")))}); largest memory {PeakMemoryGigabytes:0.00} GiB.");
}
