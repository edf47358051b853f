using System.Runtime.InteropServices;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>A rectangle of a picture [pixels]; passed by value, laid out as <c>mjrRect</c>.</summary>
internal readonly record struct MjrRect(int Left, int Bottom, int Width, int Height);

/// <summary>The functions of MuJoCo that are used, bound once. Models, data and the like are pointers to the library's own structs.</summary>
/// <param name="library">The loaded library.</param>
internal sealed unsafe class MuJoCoFunctions(nint library)
{
    public readonly delegate* unmanaged<byte*, byte*, byte*, int, byte*> LoadXml = (delegate* unmanaged<byte*, byte*, byte*, int, byte*>)Export(library, "mj_loadXML");
    public readonly delegate* unmanaged<byte*, void> DeleteModel = (delegate* unmanaged<byte*, void>)Export(library, "mj_deleteModel");
    public readonly delegate* unmanaged<byte*, byte*> MakeData = (delegate* unmanaged<byte*, byte*>)Export(library, "mj_makeData");
    public readonly delegate* unmanaged<byte*, void> DeleteData = (delegate* unmanaged<byte*, void>)Export(library, "mj_deleteData");
    public readonly delegate* unmanaged<byte*, byte*, void> ResetData = (delegate* unmanaged<byte*, byte*, void>)Export(library, "mj_resetData");
    public readonly delegate* unmanaged<byte*, byte*, int, void> ResetDataKeyframe = (delegate* unmanaged<byte*, byte*, int, void>)Export(library, "mj_resetDataKeyframe");
    public readonly delegate* unmanaged<byte*, byte*, void> Forward = (delegate* unmanaged<byte*, byte*, void>)Export(library, "mj_forward");
    public readonly delegate* unmanaged<byte*, byte*, void> Step = (delegate* unmanaged<byte*, byte*, void>)Export(library, "mj_step");
    public readonly delegate* unmanaged<byte*, byte*, void> Step1 = (delegate* unmanaged<byte*, byte*, void>)Export(library, "mj_step1");
    public readonly delegate* unmanaged<byte*, byte*, void> Step2 = (delegate* unmanaged<byte*, byte*, void>)Export(library, "mj_step2");
    public readonly delegate* unmanaged<byte*, int, byte*, int> NameToId = (delegate* unmanaged<byte*, int, byte*, int>)Export(library, "mj_name2id");
    public readonly delegate* unmanaged<byte*, int, int, byte*> IdToName = (delegate* unmanaged<byte*, int, int, byte*>)Export(library, "mj_id2name");
    public readonly delegate* unmanaged<byte*, byte*, double*, double*, int, void> JacobianOfSite = (delegate* unmanaged<byte*, byte*, double*, double*, int, void>)Export(library, "mj_jacSite");
    public readonly delegate* unmanaged<byte*, byte*, double*, double*, int, void> JacobianOfBody = (delegate* unmanaged<byte*, byte*, double*, double*, int, void>)Export(library, "mj_jacBody");
    public readonly delegate* unmanaged<byte*, double*, double*, void> FullMass = (delegate* unmanaged<byte*, double*, double*, void>)Export(library, "mj_fullM");
    public readonly delegate* unmanaged<byte*, byte*, double*, void> FullMassFromData = (delegate* unmanaged<byte*, byte*, double*, void>)Export(library, "mj_fullM");
    public readonly delegate* unmanaged<byte*, byte*, int, double*, void> ContactForce = (delegate* unmanaged<byte*, byte*, int, double*, void>)Export(library, "mj_contactForce");

    public readonly delegate* unmanaged<byte*, void> DefaultVfs = (delegate* unmanaged<byte*, void>)Export(library, "mj_defaultVFS");
    public readonly delegate* unmanaged<byte*, void> DeleteVfs = (delegate* unmanaged<byte*, void>)Export(library, "mj_deleteVFS");

    /// <summary>Up to 3.1.6; null in later releases.</summary>
    public readonly delegate* unmanaged<byte*, byte*, int, int> MakeEmptyFileVfs = (delegate* unmanaged<byte*, byte*, int, int>)Optional(library, "mj_makeEmptyFileVFS");

    /// <summary>From 3.1.3 on; null in earlier releases.</summary>
    public readonly delegate* unmanaged<byte*, byte*, void*, int, int> AddBufferVfs = (delegate* unmanaged<byte*, byte*, void*, int, int>)Optional(library, "mj_addBufferVFS");

    public readonly delegate* unmanaged<byte*, void> DefaultCamera = (delegate* unmanaged<byte*, void>)Export(library, "mjv_defaultCamera");
    public readonly delegate* unmanaged<byte*, void> DefaultOption = (delegate* unmanaged<byte*, void>)Export(library, "mjv_defaultOption");
    public readonly delegate* unmanaged<byte*, void> DefaultScene = (delegate* unmanaged<byte*, void>)Export(library, "mjv_defaultScene");
    public readonly delegate* unmanaged<byte*, byte*, int, void> MakeScene = (delegate* unmanaged<byte*, byte*, int, void>)Export(library, "mjv_makeScene");
    public readonly delegate* unmanaged<byte*, void> FreeScene = (delegate* unmanaged<byte*, void>)Export(library, "mjv_freeScene");
    public readonly delegate* unmanaged<byte*, byte*, byte*, byte*, byte*, int, byte*, void> UpdateScene =
        (delegate* unmanaged<byte*, byte*, byte*, byte*, byte*, int, byte*, void>)Export(library, "mjv_updateScene");

    public readonly delegate* unmanaged<byte*, void> DefaultContext = (delegate* unmanaged<byte*, void>)Export(library, "mjr_defaultContext");
    public readonly delegate* unmanaged<byte*, byte*, int, void> MakeContext = (delegate* unmanaged<byte*, byte*, int, void>)Export(library, "mjr_makeContext");
    public readonly delegate* unmanaged<byte*, void> FreeContext = (delegate* unmanaged<byte*, void>)Export(library, "mjr_freeContext");
    public readonly delegate* unmanaged<int, byte*, void> SetBuffer = (delegate* unmanaged<int, byte*, void>)Export(library, "mjr_setBuffer");
    public readonly delegate* unmanaged<MjrRect, byte*, byte*, void> Render = (delegate* unmanaged<MjrRect, byte*, byte*, void>)Export(library, "mjr_render");
    public readonly delegate* unmanaged<byte*, float*, MjrRect, byte*, void> ReadPixels = (delegate* unmanaged<byte*, float*, MjrRect, byte*, void>)Export(library, "mjr_readPixels");
    public readonly delegate* unmanaged<int> GetGlError = (delegate* unmanaged<int>)Export(library, "mjr_getError");

    private static nint Export(nint library, string name) => NativeLibrary.GetExport(library, name);

    private static nint Optional(nint library, string name) => NativeLibrary.TryGetExport(library, name, out nint address) ? address : 0;
}
