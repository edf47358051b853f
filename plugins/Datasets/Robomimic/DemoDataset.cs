using PureHDF;
using PureHDF.Selections;

namespace DiffOG.Datasets.Robomimic;

/// <summary>One low-dimensional dataset of one demonstration: [steps, width], any number type, read as float64.</summary>
internal sealed class DemoDataset
{
    private readonly HdfFile file;
    private readonly IH5Dataset dataset;
    private readonly Func<Selection, double[]> rows;
    private readonly bool flat;

    /// <summary>Looks at a dataset; reads no values.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What messages call it, for example <c>data/demo_3/obs/object</c>.</param>
    /// <param name="dataset">The dataset.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1434: it is no table of numbers.</exception>
    internal DemoDataset(HdfFile file, string name, IH5Dataset dataset)
    {
        (this.file, Name, this.dataset) = (file, name, dataset);
        ulong[] shape = dataset.Space.Dimensions;
        if (shape.Length is not (1 or 2) || shape[0] is 0 or > int.MaxValue || shape[^1] is 0 or > int.MaxValue)
            throw RobomimicErrors.Shape(file.Path, name, $"it has the shape [{string.Join(", ", shape)}]; wanted is a table of steps, not empty");
        flat = shape.Length == 1;
        (Steps, Width) = ((int)shape[0], flat ? 1 : (int)shape[1]);
        rows = Reader(dataset) ?? throw RobomimicErrors.Shape(file.Path, name, $"its values are of the kind {dataset.Type.Class}, {dataset.Type.Size} bytes; wanted are numbers");
    }

    /// <summary>What messages call it.</summary>
    internal string Name { get; }

    /// <summary>Rows.</summary>
    internal int Steps { get; }

    /// <summary>Values a row.</summary>
    internal int Width { get; }

    /// <summary>Reads consecutive rows.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1433, DOG1435, DOG1439.</exception>
    internal double[] Read(int first, int count)
    {
        double[] values = ReadUnchecked(first, count);
        int wrong = Array.FindIndex(values, v => !double.IsFinite(v));
        return wrong < 0 ? values : throw RobomimicErrors.NotFinite(file.Path, Name, first + (wrong / Width));
    }

    /// <summary>Reads consecutive rows as they are.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1433, DOG1439.</exception>
    internal double[] ReadUnchecked(int first, int count)
    {
        Selection selection = flat
            ? new HyperslabSelection((ulong)first, (ulong)count)
            : new HyperslabSelection(2, [(ulong)first, 0], [(ulong)count, (ulong)Width]);
        return file.Read(Name, () => rows(selection));
    }

    private static Func<Selection, double[]>? Reader(IH5Dataset dataset) => (dataset.Type.Class, dataset.Type.Size) switch
    {
        (H5DataTypeClass.FloatingPoint, 8) => s => dataset.Read<double[]>(fileSelection: s),
        (H5DataTypeClass.FloatingPoint, 4) => s => Widened<float>(dataset, s, v => v),
        (H5DataTypeClass.FixedPoint, 8) => s => Widened<long>(dataset, s, v => v),
        (H5DataTypeClass.FixedPoint, 4) => s => Widened<int>(dataset, s, v => v),
        (H5DataTypeClass.FixedPoint, 1) when !dataset.Type.FixedPoint.IsSigned => s => Widened<byte>(dataset, s, v => v),
        _ => null,
    };

    private static double[] Widened<T>(IH5Dataset dataset, Selection selection, Converter<T, double> widen)
        where T : unmanaged => Array.ConvertAll(dataset.Read<T[]>(fileSelection: selection), widen);
}
