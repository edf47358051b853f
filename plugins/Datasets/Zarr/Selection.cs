using DiffOG.Datasets.Zarr.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.Zarr;

/// <summary>One part of the observation: some columns of an array, its rows flattened.</summary>
internal sealed class Selection
{
    private readonly int[] columns;

    /// <exception cref="Diagnostics.DiffOGException">DOG1425: the array has no such column.</exception>
    internal Selection(string root, ZarrArray array, ZarrObservation part)
    {
        if (part.Columns?.FirstOrDefault(c => c >= array.RowSize, -1) is int column and >= 0)
            throw ZarrErrors.Shape(root, $"'{part.Name}' wants column {column} of {array.Name}, whose steps have {array.RowSize} values", $"Choose columns from 0 to {array.RowSize - 1}.");
        Array = array;
        columns = part.Columns is null ? [.. Enumerable.Range(0, array.RowSize)] : [.. part.Columns];
        Entry = new ObservationEntry(part.Name, columns.Length, part.Unit);
    }

    internal ZarrArray Array { get; }

    internal ObservationEntry Entry { get; }

    /// <summary>Reads steps into a wider table.</summary>
    /// <param name="first">The first step of the store.</param>
    /// <param name="count">How many.</param>
    /// <param name="table">[count, width].</param>
    /// <param name="offset">The first column to fill.</param>
    /// <param name="width">Columns of the table.</param>
    internal void Read(int first, int count, double[] table, int offset, int width)
    {
        double[] rows = Finite.Require(Array.Read(first, count), Array, first);
        for (int i = 0; i < count; i++)
        {
            for (int c = 0; c < columns.Length; c++)
                table[(i * width) + offset + c] = rows[(i * Array.RowSize) + columns[c]];
        }
    }
}

/// <summary>NaN in a recording would spoil a training quietly.</summary>
internal static class Finite
{
    /// <exception cref="Diagnostics.DiffOGException">DOG1426.</exception>
    internal static double[] Require(double[] rows, ZarrArray array, int first)
    {
        for (int i = 0; i < rows.Length; i++)
        {
            if (!double.IsFinite(rows[i]))
                throw ZarrErrors.NotFinite(array.Name, first + (i / array.RowSize));
        }
        return rows;
    }
}
