using DiffOG.Datasets.LeRobot.Format;
using DiffOG.Datasets.LeRobot.Tables;

namespace DiffOG.Datasets.LeRobot;

/// <summary>Some numbers of a feature, in the order in which a vector holds them.</summary>
/// <param name="Feature">The column of the tables.</param>
/// <param name="Columns">Which of its numbers.</param>
internal sealed record Part(Feature Feature, int[] Columns)
{
    /// <summary>All of a feature's numbers, or some.</summary>
    /// <param name="columns">Which; all where null.</param>
    /// <param name="feature">The feature.</param>
    /// <param name="name">What the part is called, for the message.</param>
    /// <param name="root">The dataset, for the message.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1465: the feature has no such number.</exception>
    internal static Part Of(IReadOnlyList<int>? columns, Feature feature, string name, string root)
    {
        if (columns?.FirstOrDefault(c => c >= feature.Width, -1) is int column and >= 0)
            throw LeRobotErrors.Misfit(root, $"'{name}' wants column {column} of {feature.Name}, whose steps have {feature.Width} values", $"Choose columns from 0 to {feature.Width - 1}.");
        return new Part(feature, columns is null ? [.. Enumerable.Range(0, feature.Width)] : [.. columns]);
    }

    /// <summary>Copies rows into a wider table.</summary>
    /// <param name="span">The rows.</param>
    /// <param name="table">[rows, width].</param>
    /// <param name="row">The first row to fill.</param>
    /// <param name="offset">The first column to fill.</param>
    /// <param name="width">Columns of the table.</param>
    internal void Copy(TableRows.Span span, double[] table, int row, int offset, int width)
    {
        NumberColumn numbers = span.Columns[Feature.Name];
        for (int i = 0; i < span.Count; i++)
            numbers.Copy(span.First + i, Columns, table.AsSpan(((row + i) * width) + offset, Columns.Length));
    }

    /// <summary>The chosen ones of a feature's statistics; null where the files state none, or of another number of values.</summary>
    internal FeatureStatistics? Of(IReadOnlyDictionary<string, FeatureStatistics> stated)
    {
        double[]? Chosen(double[] all) => all.Length == Feature.Width ? [.. Columns.Select(c => all[c])] : null;
        return stated.GetValueOrDefault(Feature.Name) is { } s && Chosen(s.Minimum) is { } min && Chosen(s.Maximum) is { } max && Chosen(s.Mean) is { } mean && Chosen(s.Deviation) is { } std
            ? new FeatureStatistics(min, max, mean, std) : null;
    }
}
