using System.Security.Cryptography;
using System.Text;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Learning.Training;

/// <summary>Hashes of networks.</summary>
internal static class Fingerprint
{
    /// <summary>A hash over names, forms and numbers.</summary>
    internal static string Of(IReadOnlyDictionary<string, SafetensorsArray> arrays)
    {
        using var bytes = new MemoryStream();
        foreach ((string name, SafetensorsArray array) in arrays.OrderBy(a => a.Key, StringComparer.Ordinal))
        {
            bytes.Write(Encoding.UTF8.GetBytes($"{name} {SafetensorsEntry.FormOf(array.Type, array.Shape)}\n"));
            array.WriteTo(bytes);
        }
        bytes.Position = 0;
        return Convert.ToHexStringLower(SHA256.HashData(bytes));
    }
}
