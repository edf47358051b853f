using DiffOG.Host.Reporting.Charts;

namespace DiffOG.Host.Reporting.Html;

/// <summary>The learned cost matrix of the shown chunk, once by steps and once by dimensions.</summary>
internal static class CostSection
{
    public static PageSection? Of(ReportView view)
    {
        ShownChunk? shown = new[] { view.Featured }.Concat(Enumerable.Range(0, view.Refiners.Count))
            .Select(r => ShownChunk.MostChanged(view, r))
            .FirstOrDefault(c => c?.Chunk.Cost is not null);
        if (shown?.Chunk.Cost is not { } cost)
            return null;
        int steps = shown.Chunk.Proposed.Steps, size = shown.Chunk.Proposed.Dimensions, n = steps * size;
        if (cost.Length != n * n)
            return null;
        string[] times = [.. Enumerable.Range(0, steps).Select(t => $"t{t}")];
        string[] names = [.. view.Context.Action.Dimensions.Select(d => d.Name)];
        string seed = $"seed {view.Report.Rollouts[shown.Refiner].Episodes[shown.Episode].Seed}, chunk at step {shown.Chunk.FirstStep}";
        return new PageSection("cost", "Cost matrix", "The learned cost matrix Q", $"""
            <p>Q of {ReportView.Text(view.Refiners[shown.Refiner].Label)} for {seed}: {n} × {n}, symmetric positive definite. An entry on the diagonal says how dear it is to leave the free optimum in that value; off the diagonal, two values that leave it in the same direction cost extra where the entry is red and less where it is blue. Colours follow the square root, so that small entries stay visible.</p>
            <div class="pair">
            <figure>{HeatMap.Svg(cost, n, times, $"Heat map of Q ordered by step: {steps} blocks of {size} dimensions.")}<figcaption>Blocks are steps, the dimensions inside</figcaption></figure>
            <figure>{HeatMap.Svg(ByDimension(cost, steps, size), n, names, $"Heat map of Q ordered by dimension: {size} blocks of {steps} steps.")}<figcaption>Blocks are dimensions, the steps inside</figcaption></figure>
            </div>
            """);
    }

    private static double[] ByDimension(double[] cost, int steps, int size)
    {
        int n = steps * size;
        int Place(int i) => ((i % steps) * size) + (i / steps);
        return [.. Enumerable.Range(0, n * n).Select(i => cost[(Place(i / n) * n) + Place(i % n)])];
    }
}
