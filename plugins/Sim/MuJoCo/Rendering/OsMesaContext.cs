using System.Runtime.InteropServices;

namespace DiffOG.Simulation.MuJoCo.Rendering;

/// <summary>OpenGL by Mesa in plain memory: needs nothing of the machine but the library.</summary>
internal sealed unsafe class OsMesaContext : IGlContext
{
    private const int Rgba = 0x1908, UnsignedByte = 0x1401, DepthBits = 24, StencilBits = 8, Side = 64;
    private static readonly string[] Libraries = ["libOSMesa.so.8", "libOSMesa.so.6", "libOSMesa.so"];

    private OsMesaContext()
    {
    }

    /// <inheritdoc/>
    public string Name => "OSMesa";

    /// <summary>Makes a context and makes it current.</summary>
    /// <param name="problem">Why not, when the result is null.</param>
    public static OsMesaContext? TryCreate(out string problem)
    {
        nint mesa = Libraries.Select(l => NativeLibrary.TryLoad(l, out nint handle) ? handle : 0).FirstOrDefault(h => h != 0);
        problem = mesa == 0 ? "OSMesa: libOSMesa.so.8 is not installed" : "";
        if (mesa == 0)
            return null;
        nint context = ((delegate* unmanaged<int, int, int, int, nint, nint>)NativeLibrary.GetExport(mesa, "OSMesaCreateContextExt"))(Rgba, DepthBits, StencilBits, 0, 0);
        // The default buffer is never drawn to, but has to live as long as the process.
        void* buffer = NativeMemory.AllocZeroed(Side * Side * 4);
        bool current = context != 0
            && ((delegate* unmanaged<nint, void*, int, int, int, byte>)NativeLibrary.GetExport(mesa, "OSMesaMakeCurrent"))(context, buffer, UnsignedByte, Side, Side) != 0;
        problem = current ? "" : "OSMesa: no context";
        return current ? new OsMesaContext() : null;
    }
}
