using DiffOG.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace DiffOG.Policies.Networks.Vision;

/// <summary>
/// Cuts pictures down, so that a network does not tie what it sees to single pixels. As in the reference every picture
/// has an offset of its own, also those of the same window. Offsets are uniform over all that fit; the reference never
/// takes the last one, so that its mean offset lies half a pixel off the centre, which is what is cut out afterwards.
/// </summary>
/// <param name="Height">[pixels].</param>
/// <param name="Width">[pixels].</param>
internal readonly record struct CropSize(int Height, int Width)
{
    /// <summary>The crop of a camera's pictures; 0.9 gives the sizes of the reference: 76 of 84, 108 of 120, 216 of 240.</summary>
    internal static CropSize Of(CameraSpec camera, double ratio) => new(Share(camera.Height, ratio), Share(camera.Width, ratio));

    /// <summary>Cuts at random offsets, drawn from Torch's generator of the processor.</summary>
    /// <param name="pictures">[N, 3, H, W].</param>
    /// <returns>[N, 3, Height, Width], with channels last in memory.</returns>
    internal Tensor CutAtRandom(Tensor pictures)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = pictures.shape[0];
        Tensor Index(long room, int length, long[] shape) =>
            (randint(0, room + 1, [count, 1]).to(pictures.device) + arange(length, device: pictures.device)).reshape(shape);
        Tensor rows = Index(pictures.shape[2] - Height, Height, [count, Height, 1]);
        Tensor columns = Index(pictures.shape[3] - Width, Width, [count, 1, Width]);
        Tensor which = arange(count, device: pictures.device).reshape(count, 1, 1);
        Tensor cut = pictures.permute(0, 2, 3, 1).index(TensorIndex.Tensor(which), TensorIndex.Tensor(rows), TensorIndex.Tensor(columns));
        return cut.permute(0, 3, 1, 2).MoveToOuterDisposeScope();
    }

    /// <summary>Cuts out the centre; where it lies between pixels, at the even offset, as torchvision does.</summary>
    /// <param name="pictures">[N, 3, H, W].</param>
    /// <returns>[N, 3, Height, Width].</returns>
    internal Tensor CutCentre(Tensor pictures)
    {
        using Tensor rows = pictures.narrow(2, Centre(pictures.shape[2] - Height), Height);
        return rows.narrow(3, Centre(pictures.shape[3] - Width), Width);
    }

    private static int Share(int size, double ratio) => (int)Math.Round(size * ratio);

    private static long Centre(long room) => (long)Math.Round(room / 2.0, MidpointRounding.ToEven);
}
