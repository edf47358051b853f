using DiffOG.Specs;
using System.Globalization;
using System.Security.Cryptography;
using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;
using DiffOG.Simulation;

namespace DiffOG.Host.Recording;

/// <summary>Pictures on their way into an HDF5 file: one file a batch, written completely or not at all, with a hash.</summary>
/// <param name="folder">Where they lie.</param>
/// <param name="cameras">What is rendered.</param>
internal sealed class ImageSpool(string folder, IReadOnlyList<CameraSpec> cameras)
{
    private const string HashKey = "sha256";

    /// <summary>Where a batch lies.</summary>
    internal string PathOf(ImageBatch batch) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{batch.Demo}-{batch.First:D6}.safetensors"));

    /// <summary>Whether a batch is there. A damaged one is deleted, with one sentence.</summary>
    internal bool Has(ImageBatch batch, Action<string> say)
    {
        if (!File.Exists(PathOf(batch)))
            return false;
        try
        {
            Read(batch);
            return true;
        }
        catch (DiffOGException damage)
        {
            File.Delete(PathOf(batch));
            say($"'{PathOf(batch)}' is damaged ({damage.Detail.TrimEnd('.')}): it is dropped, and rendered again.");
            return false;
        }
    }

    /// <summary>Keeps a batch.</summary>
    /// <param name="batch">Which one.</param>
    /// <param name="pictures">For each camera [Count, Height, Width, 3].</param>
    internal void Write(ImageBatch batch, IReadOnlyList<byte[]> pictures) => SafetensorsWriter.Write(
        PathOf(batch),
        cameras.Zip(pictures).ToDictionary(p => p.First.Name, p => SafetensorsArray.Of(p.Second, batch.Count, p.First.Height, p.First.Width, 3)),
        new Dictionary<string, string> { [HashKey] = HashOf(pictures) });

    /// <summary>Reads a batch, and compares it with its hash.</summary>
    /// <returns>For each camera [Count, Height, Width, 3].</returns>
    /// <exception cref="DiffOGException">It is not sound.</exception>
    internal IReadOnlyList<byte[]> Read(ImageBatch batch)
    {
        using SafetensorsFile file = SafetensorsFile.Open(PathOf(batch));
        byte[][] pictures = [.. cameras.Select(c => file.Read<byte>(c.Name))];
        return file.Metadata.GetValueOrDefault(HashKey) == HashOf(pictures)
            ? pictures
            : throw RecordingErrors.NotARecording(file.Path, "its pictures are not those that were written");
    }

    private static string HashOf(IReadOnlyList<byte[]> pictures)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (byte[] some in pictures)
            hash.AppendData(some);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
