using System.Runtime.InteropServices;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>Native memory with an owner: freed once, and not used afterwards.</summary>
internal sealed class SafeNative : SafeHandle
{
    private readonly Action<nint> free;

    public SafeNative(nint address, Action<nint> free)
        : base(0, ownsHandle: true)
    {
        this.free = free;
        SetHandle(address);
    }

    public override bool IsInvalid => handle == 0;

    /// <summary>The memory.</summary>
    /// <exception cref="ObjectDisposedException">It was freed.</exception>
    public nint Address => IsClosed ? throw new ObjectDisposedException(nameof(SafeNative)) : handle;

    protected override bool ReleaseHandle()
    {
        free(handle);
        return true;
    }
}
