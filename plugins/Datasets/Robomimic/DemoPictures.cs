using DiffOG.Specs;
using PureHDF;
using PureHDF.Selections;

namespace DiffOG.Datasets.Robomimic;

/// <summary>The pictures of one camera of one demonstration: [steps, height, width, 3] bytes.</summary>
internal sealed class DemoPictures
{
    private const int Colours = 3;
    private readonly HdfFile file;
    private readonly IH5Dataset dataset;

    /// <summary>Looks at a dataset; reads no picture.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1434: it holds no pictures.</exception>
    internal DemoPictures(HdfFile file, string name, string camera, IH5Dataset dataset)
    {
        (this.file, Name, this.dataset) = (file, name, dataset);
        ulong[] shape = dataset.Space.Dimensions;
        if (!Holds(dataset) || shape.Any(s => s is 0 or > int.MaxValue))
            throw RobomimicErrors.Shape(file.Path, name, $"it has the shape [{string.Join(", ", shape)}] of {dataset.Type.Class}, {dataset.Type.Size} bytes; pictures are [steps, height, width, {Colours}] bytes");
        Steps = (int)shape[0];
        Camera = new CameraSpec(camera, (int)shape[2], (int)shape[1]);
    }

    /// <summary>What messages call it.</summary>
    internal string Name { get; }

    /// <summary>Pictures.</summary>
    internal int Steps { get; }

    /// <summary>The camera, and the size of its pictures.</summary>
    internal CameraSpec Camera { get; }

    /// <summary>Whether a dataset has the form of pictures.</summary>
    internal static bool Holds(IH5Dataset dataset) =>
        dataset.Space.Dimensions is [_, _, _, Colours] && dataset.Type is { Class: H5DataTypeClass.FixedPoint, Size: 1 };

    /// <summary>Reads consecutive pictures.</summary>
    /// <param name="first">The first.</param>
    /// <param name="count">How many.</param>
    /// <param name="pictures">[count, height, width, 3].</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1433, DOG1439.</exception>
    internal void Read(int first, int count, Memory<byte> pictures)
    {
        var rows = new HyperslabSelection(4, [(ulong)first, 0, 0, 0], [(ulong)count, (ulong)Camera.Height, (ulong)Camera.Width, Colours]);
        file.Read(Name, () =>
        {
            dataset.Read(pictures, fileSelection: rows);
            return true;
        });
    }
}
