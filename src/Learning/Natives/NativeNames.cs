namespace DiffOG.Learning.Natives;

/// <summary>File names of the native libraries on the system that runs.</summary>
internal static class NativeNames
{
    /// <summary>The large library of libtorch.</summary>
    public static string TorchCpu { get; } = File("torch_cpu");

    /// <summary>TorchSharp's C bridge to libtorch. Its own name starts with "Lib", hence the doubled prefix.</summary>
    public static string Bridge { get; } = File("LibTorchSharp");

    /// <summary>Files to load before the bridge, in order of dependence; a missing one is skipped where the system has none.</summary>
    public static string[] InOrder { get; } = OperatingSystem.IsWindows()
        ? ["libiomp5md.dll", "uv.dll", "asmjit.dll", "fbgemm.dll", "c10.dll", "torch_cpu.dll", "torch.dll"]
        : OperatingSystem.IsMacOS()
            ? ["libomp.dylib", "libc10.dylib", "libtorch_cpu.dylib", "libtorch.dylib"]
            : ["libc10.so", "libtorch_cpu.so", "libtorch.so"];

    private static string File(string name) =>
        OperatingSystem.IsWindows() ? $"{name}.dll" : OperatingSystem.IsMacOS() ? $"lib{name}.dylib" : $"lib{name}.so";
}
