using System.Runtime.InteropServices;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Specs;

namespace DiffOG.Simulation.MuJoCo.Rendering;

/// <summary>Pictures of one world. Everything of OpenGL is made, used and freed on the render thread.</summary>
/// <param name="data">The world.</param>
/// <param name="quality">How much work goes into a picture.</param>
internal sealed unsafe class SceneRenderer(MjData data, RenderQuality quality) : IDisposable
{
    private const int LargestSide = 4096, MaxGeoms = 2000, FineSamples = 4, FineShadows = 2048, FontScale = 100, Offscreen = 1;
    private readonly MuJoCoLibrary library = data.Model.Library;
    private byte* scene, option, camera, context;
    private int bufferWidth, bufferHeight;

    /// <summary>A picture through a camera of the model.</summary>
    /// <param name="cameraId">Which.</param>
    /// <param name="width">[pixels].</param>
    /// <param name="height">[pixels].</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1610: this machine cannot render; DOG1611: it failed.</exception>
    public Image Render(int cameraId, int width, int height)
    {
        if (width is < 1 or > LargestSide || height is < 1 or > LargestSide)
            throw MuJoCoErrors.RenderingFailed($"{width} × {height} pixels were asked for; 1 to {LargestSide} a side are possible");
        return RenderThread.Shared.Run(() => RenderHere(cameraId, width, height));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (scene is null)
            return;
        RenderThread.Shared.Run(() =>
        {
            library.Functions.FreeScene(scene);
            library.Functions.FreeContext(context);
            foreach (nint memory in (nint[])[(nint)scene, (nint)option, (nint)camera, (nint)context])
                NativeMemory.Free((void*)memory);
            scene = null;
            return true;
        });
    }

    private Image RenderHere(int cameraId, int width, int height)
    {
        if (scene is null)
            MakeScene();
        if (width > bufferWidth || height > bufferHeight)
            MakeContext(Math.Max(width, bufferWidth), Math.Max(height, bufferHeight));
        new NativeStruct(library.Header.Struct("mjvCamera"), camera).SetInteger("fixedcamid", cameraId);
        MjrRect viewport = new(0, 0, width, height);
        byte[] rows = new byte[width * height * 3];
        library.Functions.SetBuffer(Offscreen, context);
        library.Functions.UpdateScene(data.Model.Address, data.Address, option, null, camera, library.Constant("mjCAT_ALL"), scene);
        library.Functions.Render(viewport, scene, context);
        fixed (byte* target = rows)
            library.Functions.ReadPixels(target, null, viewport, context);
        int error = library.Functions.GetGlError();
        return error == 0 ? new Image(width, height, TopRowFirst(rows, width * 3)) : throw MuJoCoErrors.RenderingFailed($"OpenGL reports error 0x{error:X}");
    }

    private void MakeScene()
    {
        scene = Allocate("mjvScene");
        option = Allocate("mjvOption");
        camera = Allocate("mjvCamera");
        context = Allocate("mjrContext");
        library.Functions.DefaultScene(scene);
        library.Functions.DefaultOption(option);
        library.Functions.DefaultCamera(camera);
        library.Functions.DefaultContext(context);
        library.Functions.MakeScene(data.Model.Address, scene, MaxGeoms);
        new NativeStruct(library.Header.Struct("mjvCamera"), camera).SetInteger("type", library.Constant("mjCAMERA_FIXED"));
        byte* flags = new NativeStruct(library.Header.Struct("mjvScene"), scene).Member<byte>("flags");
        flags[library.Constant("mjRND_SHADOW")] = (byte)(quality == RenderQuality.Fine ? 1 : 0);
        flags[library.Constant("mjRND_REFLECTION")] = (byte)(quality == RenderQuality.Fine ? 1 : 0);
    }

    // A view larger than the buffer would be black without a word, so the buffer grows first.
    private void MakeContext(int width, int height)
    {
        NativeStruct model = data.Model.Members;
        model.SetInteger("vis.global.offwidth", width);
        model.SetInteger("vis.global.offheight", height);
        model.SetInteger("vis.quality.offsamples", quality == RenderQuality.Fine ? FineSamples : 0);
        model.SetInteger("vis.quality.shadowsize", quality == RenderQuality.Fine ? FineShadows : 0);
        library.Functions.FreeContext(context);
        library.Functions.MakeContext(data.Model.Address, context, FontScale);
        (bufferWidth, bufferHeight) = (width, height);
    }

    private byte* Allocate(string type) => (byte*)NativeMemory.AllocZeroed((nuint)library.Header.SizeOf(type));

    private static byte[] TopRowFirst(byte[] rows, int stride)
    {
        byte[] flipped = new byte[rows.Length];
        for (int at = 0; at < rows.Length; at += stride)
            Buffer.BlockCopy(rows, at, flipped, rows.Length - stride - at, stride);
        return flipped;
    }
}
