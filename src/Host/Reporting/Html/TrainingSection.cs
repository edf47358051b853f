using System.Text;
using DiffOG.Host.Reporting.Charts;

namespace DiffOG.Host.Reporting.Html;

/// <summary>Training and validation curves, and the validation error against predictions that need no training.</summary>
internal static class TrainingSection
{
    private const int Width = 460, Height = 240, MostPoints = 400;

    public static PageSection? Of(ReportView view)
    {
        TrainingCurve[] curves = [.. view.Report.Curves.Where(c => c.Values.Count > 0)];
        if (curves.Length == 0 && view.Report.Validation.Count == 0)
            return null;
        var body = new StringBuilder();
        if (curves.Length > 0)
            body.Append("<ul class=\"legend\"><li><i class=\"k0\"></i>training</li><li><i class=\"k1\"></i>validation</li>").Append(curves.Any(IsBaseline) ? "<li><i class=\"proposed\"></i>without the layer</li>" : "").Append("</ul><div class=\"wide\">");
        foreach (IGrouping<string, TrainingCurve> network in curves.GroupBy(c => Network(c.Name)))
            body.Append(Losses(network.Key, [.. network])).Append(Others(network.Key, [.. network]));
        body.Append(curves.Length > 0 ? "</div>" : "").Append(Errors(view.Report.Validation));
        return new PageSection("training", "Training", "Training", body.ToString());
    }

    private static string Network(string name) => name.Split('/')[0] switch
    {
        "train" or "policy" => "Policy",
        "refine" or "layer" => "Layer",
        string other => other,
    };

    private static string Quantity(string name) => name[(name.IndexOf('/', StringComparison.Ordinal) + 1)..];

    private static bool IsBaseline(TrainingCurve curve) => Quantity(curve.Name).StartsWith("unrefined", StringComparison.Ordinal);

    // What the same quantity is without the layer, where that was measured: the error of its input for the validation loss.
    private static TrainingCurve? BaselineOf(string quantity, TrainingCurve[] curves)
    {
        string wanted = quantity == "validationLoss" ? "unrefinedMse" : $"unrefined{char.ToUpperInvariant(quantity[0])}{quantity[1..]}";
        return curves.FirstOrDefault(c => Quantity(c.Name) == wanted);
    }

    private static bool IsLoss(TrainingCurve curve) => Quantity(curve.Name) is "loss" or "validationLoss";

    private static string Losses(string network, TrainingCurve[] curves)
    {
        TrainingCurve[] losses = [.. curves.Where(IsLoss)];
        if (losses.Length == 0)
            return "";
        TrainingCurve[] drawn = [.. losses, .. losses.Select(c => BaselineOf(Quantity(c.Name), curves)).OfType<TrainingCurve>()];
        var plot = new Plot(Width, Height, Steps(drawn), Vertical(drawn));
        foreach (TrainingCurve curve in drawn.OrderBy(c => Quantity(c.Name) == "validationLoss"))
            Draw(plot, curve, Quantity(curve.Name) == "validationLoss" ? "k1" : IsBaseline(curve) ? "proposed" : "k0");
        string ends = string.Join(", ", losses.Select(c => $"{(Quantity(c.Name) == "loss" ? "training" : "validation")} ends at {Numbers.Short(c.Values[^1])}"));
        return $"<figure><figcaption>{ReportView.Text(network)}: loss <span class=\"unit\">{ends}</span></figcaption>{plot.Svg($"Loss of the {network} over training steps; {ends}.", "training step")}</figure>";
    }

    private static string Others(string network, TrainingCurve[] curves)
    {
        IEnumerable<TrainingCurve> shown = curves.Where(c => !IsLoss(c) && !IsBaseline(c));
        return string.Concat(shown.Select(c => Other(network, c, BaselineOf(Quantity(c.Name), curves))));
    }

    private static string Other(string network, TrainingCurve curve, TrainingCurve? baseline)
    {
        TrainingCurve[] drawn = baseline is null ? [curve] : [baseline, curve];
        var plot = new Plot(Width, Height, Steps(drawn), Scale.Around(drawn.SelectMany(c => c.Values).Append(0)));
        foreach (TrainingCurve c in drawn)
            Draw(plot, c, c == curve ? "k1" : "proposed");
        string quantity = Title(Quantity(curve.Name)), end = $"ends at {Numbers.Short(curve.Values[^1])}{(baseline is null ? "" : $", without the layer {Numbers.Short(baseline.Values[^1])}")}";
        return $"<figure><figcaption>{ReportView.Text(network)}: {ReportView.Text(quantity)} <span class=\"unit\">{end}</span></figcaption>{plot.Svg($"{quantity} of the {network} over training steps, {end}.", "training step")}</figure>";
    }

    private static string Title(string quantity) => quantity switch
    {
        "actionMse" => "error of sampled actions (MSE)",
        "rolloutSuccess" => "success in episodes",
        "layerLoss" => "error of refined chunks (MSE)",
        "changeMse" => "change made by the layer (MSE)",
        "meanDelta" => "mean |Δa| of its chunks",
        _ => Words(quantity),
    };

    private static string Words(string camelCase) => string.Concat(camelCase.Select(c => char.IsUpper(c) ? " " + char.ToLowerInvariant(c) : c.ToString()));

    private static Scale Steps(TrainingCurve[] curves) => new(0, Math.Max(1, curves.Max(c => c.Steps[^1])));

    // Losses span decades; a curve with a zero or less cannot be drawn logarithmically.
    private static Scale Vertical(TrainingCurve[] curves) =>
        curves.All(c => c.Values.All(v => v > 0 || double.IsNaN(v))) ? Scale.Logs(curves.SelectMany(c => c.Values)) : Scale.Around(curves.SelectMany(c => c.Values));

    // Many noisy points: faint as they are, and their running mean over 2 % of the training on top.
    private static void Draw(Plot plot, TrainingCurve curve, string style)
    {
        double[] steps = [.. curve.Steps.Select(s => (double)s)], values = [.. curve.Values];
        if (values.Length <= 60)
        {
            plot.Line(steps, values, style).Dots(steps, values, style);
            return;
        }
        (double[] thinSteps, double[] thinValues) = Thin(steps, values);
        plot.Line(thinSteps, thinValues, style + " faint");
        (double[] smoothSteps, double[] smoothValues) = Thin(steps, Smooth(values, Math.Max(2, values.Length / 50)));
        plot.Line(smoothSteps, smoothValues, style);
    }

    private static double[] Smooth(double[] values, int window) =>
        [.. values.Select((_, i) => values[Math.Max(0, i - window + 1)..(i + 1)].Average())];

    // Every bucket keeps its smallest and its largest point, so that spikes stay.
    private static (double[] Steps, double[] Values) Thin(double[] steps, double[] values)
    {
        if (values.Length <= MostPoints)
            return (steps, values);
        int size = (int)Math.Ceiling(2.0 * values.Length / MostPoints);
        int[] kept = [.. Enumerable.Range(0, values.Length).Chunk(size).SelectMany(b => new[] { b.MinBy(i => values[i]), b.MaxBy(i => values[i]) }.Distinct().Order())];
        return ([.. kept.Select(i => steps[i])], [.. kept.Select(i => values[i])]);
    }

    private static string Errors(IReadOnlyList<ValidationError> errors)
    {
        if (errors.Count == 0)
            return "";
        double largest = errors.Where(e => double.IsFinite(e.Error)).Select(e => e.Error).DefaultIfEmpty().Max();
        double Width(double error) => double.IsFinite(error) && largest > 0 ? 100 * error / largest : 0;
        string rows = string.Concat(errors.Select((e, i) => $"<tr><th scope=\"row\">{ReportView.Text(e.Name)}</th><td>{Numbers.Short(e.Error)}</td><td class=\"bar\"><span class=\"{(i == 0 ? "k1" : "k0")}\" style=\"width:{Width(e.Error).ToString("0.#", System.Globalization.CultureInfo.InvariantCulture)}%\"></span></td></tr>"));
        return $"<h3>Error on validation demonstrations</h3><table class=\"bars\"><thead><tr><th scope=\"col\">Prediction</th><th scope=\"col\">Mean squared error</th><th scope=\"col\"><span class=\"hidden\">Bar</span></th></tr></thead><tbody>{rows}</tbody></table><p class=\"caption\">Of normalised actions. A policy that has learnt something is below 'mean action' and 'repeat last action'.</p>";
    }
}
