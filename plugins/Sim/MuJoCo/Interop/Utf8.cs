using System.Runtime.InteropServices;
using System.Text;

namespace DiffOG.Simulation.MuJoCo.Interop;

/// <summary>Text as C wants it.</summary>
internal static unsafe class Utf8
{
    /// <summary>The bytes of a text, a zero after them.</summary>
    public static byte[] Bytes(string text)
    {
        byte[] bytes = new byte[Encoding.UTF8.GetByteCount(text) + 1];
        Encoding.UTF8.GetBytes(text, bytes);
        return bytes;
    }

    /// <summary>The text at an address; empty where there is none.</summary>
    public static string Text(byte* address) => Marshal.PtrToStringUTF8((nint)address) ?? "";
}
