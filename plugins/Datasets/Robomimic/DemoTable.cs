namespace DiffOG.Datasets.Robomimic;

/// <summary>Datasets of one demonstration side by side: [steps, width].</summary>
/// <param name="parts">At least one; equally long.</param>
internal sealed class DemoTable(IReadOnlyList<DemoDataset> parts)
{
    /// <summary>The datasets, from left to right.</summary>
    internal IReadOnlyList<DemoDataset> Parts => parts;

    /// <summary>What messages call it.</summary>
    internal string Name => string.Join(" + ", parts.Select(p => p.Name));

    /// <summary>Rows.</summary>
    internal int Steps => parts[0].Steps;

    /// <summary>Values a row.</summary>
    internal int Width { get; } = parts.Sum(p => p.Width);

    /// <summary>Reads consecutive rows.</summary>
    /// <returns>[count, width].</returns>
    /// <exception cref="Diagnostics.DiffOGException">DOG1433, DOG1435, DOG1439.</exception>
    internal double[] Read(int first, int count) => SideBySide(first, count, (part, at, rows) => part.Read(at, rows));

    /// <summary>Reads consecutive rows as they are.</summary>
    /// <returns>[count, width].</returns>
    /// <exception cref="Diagnostics.DiffOGException">DOG1433, DOG1439.</exception>
    internal double[] ReadUnchecked(int first, int count) => SideBySide(first, count, (part, at, rows) => part.ReadUnchecked(at, rows));

    private double[] SideBySide(int first, int count, Func<DemoDataset, int, int, double[]> read)
    {
        if (parts.Count == 1)
            return read(parts[0], first, count);
        double[] table = new double[count * Width];
        int offset = 0;
        foreach (DemoDataset part in parts)
        {
            double[] rows = read(part, first, count);
            for (int t = 0; t < count; t++)
                rows.AsSpan(t * part.Width, part.Width).CopyTo(table.AsSpan((t * Width) + offset));
            offset += part.Width;
        }
        return table;
    }
}
