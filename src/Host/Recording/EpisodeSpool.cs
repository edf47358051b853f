using System.Globalization;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using DiffOG.Diagnostics;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Host.Recording;

/// <summary>
/// Recorded episodes on their way into an HDF5 file, which cannot be appended to: one file an episode, written completely
/// or not at all, with a hash of its numbers.
/// </summary>
/// <param name="folder">Where they lie.</param>
/// <param name="description">What they are of.</param>
internal sealed class EpisodeSpool(string folder, RecordingDescription description)
{
    private const string HashKey = "sha256";
    private const string SeedKey = "seed";
    private readonly List<int> lengths = [];

    /// <summary>The number of episodes.</summary>
    internal int Count => lengths.Count;

    /// <summary>Where an episode lies.</summary>
    internal string PathOf(int episode) => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"episode-{episode:D6}.safetensors"));

    /// <summary>Looks at what an earlier process left. From the first file that is not sound on, all are deleted: their tries are made again, with the same outcome.</summary>
    /// <param name="say">Receives one sentence, where something is dropped.</param>
    internal void Recover(Action<string> say)
    {
        lengths.Clear();
        while (File.Exists(PathOf(Count)))
        {
            try
            {
                lengths.Add(Read(Count).Steps);
            }
            catch (DiffOGException damage)
            {
                int dropped = DropFrom(Count);
                say(string.Create(CultureInfo.InvariantCulture, $"Episode {Count} of '{folder}' is damaged ({damage.Detail.TrimEnd('.')}): {(dropped == 1 ? "it is" : $"it and {dropped - 1} after it are")} dropped, and recorded again."));
                return;
            }
        }
    }

    /// <summary>The number of steps of an episode.</summary>
    internal int LengthOf(int episode) => lengths[episode];

    /// <summary>Adds an episode.</summary>
    /// <exception cref="DiffOGException">DOG1304, DOG1502: it cannot be written.</exception>
    internal void Append(RecordedEpisode episode)
    {
        long k = episode.Steps;
        SafetensorsWriter.Write(
            PathOf(Count),
            new Dictionary<string, SafetensorsArray>
            {
                ["observations"] = SafetensorsArray.Of(episode.Observations, k + 1, description.ObservationSize),
                ["actions"] = SafetensorsArray.Of(episode.Actions, k, description.Action.Dimensions.Count),
                ["states"] = SafetensorsArray.Of(episode.States, k, episode.States.Length / k),
                ["rewards"] = SafetensorsArray.Of(episode.Rewards),
                ["dones"] = SafetensorsArray.Of(episode.Dones),
            },
            new Dictionary<string, string> { [SeedKey] = episode.Seed.ToString(CultureInfo.InvariantCulture), [HashKey] = HashOf(episode) });
        lengths.Add(episode.Steps);
    }

    /// <summary>Reads an episode, and compares it with its hash.</summary>
    /// <exception cref="DiffOGException">It is not sound.</exception>
    internal RecordedEpisode Read(int episode)
    {
        using SafetensorsFile file = SafetensorsFile.Open(PathOf(episode));
        if (!file.Metadata.TryGetValue(SeedKey, out string? text) || !long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long seed))
            throw RecordingErrors.NotARecording(file.Path, "it has no seed");
        var read = new RecordedEpisode(
            seed, file.Read<double>("observations"), file.Read<double>("actions"), file.Read<double>("states"), file.Read<double>("rewards"), file.Read<long>("dones"));
        return file.Metadata.GetValueOrDefault(HashKey) == HashOf(read)
            ? read
            : throw RecordingErrors.NotARecording(file.Path, "its numbers are not those that were written");
    }

    private int DropFrom(int episode)
    {
        int dropped = 0;
        for (; File.Exists(PathOf(episode + dropped)); dropped++)
            File.Delete(PathOf(episode + dropped));
        return dropped;
    }

    private static string HashOf(RecordedEpisode episode)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (double[] values in (double[][])[episode.Observations, episode.Actions, episode.States, episode.Rewards])
            hash.AppendData(MemoryMarshal.AsBytes(values.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes(episode.Dones.AsSpan()));
        hash.AppendData(MemoryMarshal.AsBytes([episode.Seed]));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
