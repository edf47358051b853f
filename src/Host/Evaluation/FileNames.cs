using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DiffOG.Host.Evaluation;

/// <summary>File names made of labels, which may hold anything.</summary>
internal static class FileNames
{
    /// <summary>A file name that is safe on every system, and different for different labels.</summary>
    /// <param name="label">A refiner's name in the report.</param>
    internal static string Of(string label)
    {
        string safe = string.Concat(label.Select(c => char.IsAsciiLetterOrDigit(c) || c == '-' ? char.ToLowerInvariant(c) : '_'));
        return safe == label ? safe : $"{safe}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(label)))[..6]}";
    }

    /// <summary>The name of an episode's video, without extension; no label's name holds a full stop.</summary>
    internal static string Of(string label, long seed) => string.Create(CultureInfo.InvariantCulture, $"{Of(label)}.{seed}");
}
