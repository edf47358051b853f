using System.Runtime.InteropServices;

namespace DiffOG.Simulation.MuJoCo.Rendering;

/// <summary>OpenGL through EGL on Mesa's surfaceless platform: no display server, and no environment variable.</summary>
internal sealed unsafe class EglContext : IGlContext
{
    private const int SurfacelessMesa = 0x31DD, OpenGlApi = 0x30A2, None = 0x3038;
    private static readonly int[] Wanted = [0x3033 /* SURFACE_TYPE */, 0x0001 /* PBUFFER */, 0x3040 /* RENDERABLE_TYPE */, 0x0008 /* OPENGL */, None];
    private static readonly string[] Libraries = ["libEGL.so.1", "libEGL.so"];

    private EglContext()
    {
    }

    /// <inheritdoc/>
    public string Name => "EGL, surfaceless";

    /// <summary>Makes a context and makes it current.</summary>
    /// <param name="problem">Why not, when the result is null.</param>
    public static EglContext? TryCreate(out string problem)
    {
        nint egl = Libraries.Select(l => NativeLibrary.TryLoad(l, out nint handle) ? handle : 0).FirstOrDefault(h => h != 0);
        problem = egl == 0 ? "EGL: libEGL.so.1 is not installed" : "";
        if (egl == 0)
            return null;
        problem = MakeCurrent(egl);
        if (problem.Length == 0)
            return new EglContext();
        // A loaded libEGL would be taken for the one in use by MuJoCo's search for OpenGL functions.
        NativeLibrary.Free(egl);
        return null;
    }

    private static string MakeCurrent(nint egl)
    {
        if (!NativeLibrary.TryGetExport(egl, "eglGetPlatformDisplay", out nint getDisplay))
            return "EGL: older than 1.5";
        nint display = ((delegate* unmanaged<int, nint, nint*, nint>)getDisplay)(SurfacelessMesa, 0, null);
        if (display == 0)
            return "EGL: no surfaceless display (Mesa's driver is missing)";
        if (((delegate* unmanaged<nint, int*, int*, int>)Export(egl, "eglInitialize"))(display, null, null) == 0)
            return $"EGL: eglInitialize fails with {Error(egl)} (libgl1-mesa-dri may be missing)";
        if (((delegate* unmanaged<int, int>)Export(egl, "eglBindAPI"))(OpenGlApi) == 0)
            return $"EGL: no desktop OpenGL, {Error(egl)}";
        nint configuration = 0;
        int count = 0;
        fixed (int* wanted = Wanted)
        {
            if (((delegate* unmanaged<nint, int*, nint*, int, int*, int>)Export(egl, "eglChooseConfig"))(display, wanted, &configuration, 1, &count) == 0 || count == 0)
                return $"EGL: no fitting configuration, {Error(egl)}";
        }
        nint context = ((delegate* unmanaged<nint, nint, nint, int*, nint>)Export(egl, "eglCreateContext"))(display, configuration, 0, null);
        if (context == 0)
            return $"EGL: no context, {Error(egl)}";
        return ((delegate* unmanaged<nint, nint, nint, nint, int>)Export(egl, "eglMakeCurrent"))(display, 0, 0, context) == 0
            ? $"EGL: the context cannot be used without a surface, {Error(egl)}" : "";
    }

    private static nint Export(nint egl, string name) => NativeLibrary.GetExport(egl, name);

    private static string Error(nint egl) => $"error 0x{((delegate* unmanaged<int>)Export(egl, "eglGetError"))():X}";
}
