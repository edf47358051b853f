using DiffOG.Datasets.Zarr.Format;
using DiffOG.Specs;

namespace DiffOG.Datasets.Zarr;

/// <summary>The pictures of one camera: an array [steps, height, width, 3] of bytes, or of numbers from 0 to 255.</summary>
internal sealed class Pictures
{
    private const int Colours = 3;

    /// <exception cref="Diagnostics.DiffOGException">DOG1425: the array holds no pictures.</exception>
    internal Pictures(string root, ZarrArray array, ZarrCamera camera)
    {
        if (array.Metadata.Shape is not [_, var height, var width, Colours] || height == 0 || width == 0)
            throw ZarrErrors.Shape(root, $"camera '{camera.Name}' wants pictures [steps, height, width, {Colours}], and {array.Name} is [{string.Join(", ", array.Metadata.Shape)}]", "Choose an array of pictures.");
        (Array, Camera) = (array, new CameraSpec(camera.Name, width, height));
    }

    internal ZarrArray Array { get; }

    internal CameraSpec Camera { get; }
}
