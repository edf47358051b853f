using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace DiffOG.Datasets.Common;

/// <summary>Sums up what a fingerprint covers, each piece with its length, so that no two lists of pieces look alike.</summary>
public sealed class ContentHash : IDisposable
{
    private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Add(bytes.Length);
        hash.AppendData(bytes);
    }

    /// <summary>Adds a number.</summary>
    public void Add(long number)
    {
        Span<byte> bytes = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        hash.AppendData(bytes);
    }

    /// <summary>Adds bytes.</summary>
    /// <param name="bytes">Null where there are none, which differs from an empty piece.</param>
    public void Add(byte[]? bytes)
    {
        Add(bytes?.Length ?? -1);
        hash.AppendData(bytes ?? []);
    }

    /// <summary>The hash as text.</summary>
    public string Finish() => Convert.ToHexStringLower(hash.GetHashAndReset());

    /// <inheritdoc/>
    public void Dispose() => hash.Dispose();
}
