using DiffOG.Specs;
using System.Globalization;
using DiffOG.Simulation;
using PureHDF;

namespace DiffOG.Host.Recording;

/// <summary>Puts recorded episodes into one HDF5 file in robomimic's layout.</summary>
/// <param name="description">What they are of.</param>
/// <param name="cameras">The cameras that the task offers.</param>
internal sealed class RobomimicWriter(RecordingDescription description, IReadOnlyList<CameraSpec> cameras)
{
    internal const string OwnAttribute = "diffog";

    /// <summary>Writes the file: completely or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="spool">The episodes.</param>
    /// <param name="count">How many of them.</param>
    /// <param name="done">Receives the number of episodes that are written.</param>
    /// <param name="token">Ends the work; nothing is left of it.</param>
    internal void Write(string path, EpisodeSpool spool, int count, Action<int> done, CancellationToken token)
    {
        var draft = new Hdf5Draft();
        H5Group data = Hdf5Draft.Group(draft.Root, "data");
        data.Attributes["total"] = Enumerable.Range(0, count).Sum(i => (long)spool.LengthOf(i));
        data.Attributes["env_args"] = EnvironmentArguments.Of(description, cameras);
        data.Attributes[OwnAttribute] = description.ToJson();
        for (int i = 0; i < count; i++)
            Add(draft, data, i, spool);
        AddMasks(draft, count);
        draft.Write(path, done, token);
    }

    /// <summary>The name of a demonstration's group.</summary>
    internal static string NameOf(int demonstration) => string.Create(CultureInfo.InvariantCulture, $"demo_{demonstration}");

    private void Add(Hdf5Draft draft, H5Group data, int number, EpisodeSpool spool)
    {
        RecordedEpisode form = spool.Read(number);
        int steps = form.Steps;
        H5Group demo = Hdf5Draft.Group(data, NameOf(number));
        (demo.Attributes["num_samples"], demo.Attributes["seed"]) = ((long)steps, form.Seed);
        H5Dataset<double[]> actions = Hdf5Draft.Dataset<double>(demo, "actions", steps, form.Actions.Length / steps);
        H5Dataset<double[]> states = Hdf5Draft.Dataset<double>(demo, "states", steps, form.States.Length / steps);
        H5Dataset<double[]> rewards = Hdf5Draft.Dataset<double>(demo, "rewards", steps);
        H5Dataset<long[]> dones = Hdf5Draft.Dataset<long>(demo, "dones", steps);
        H5Dataset<double[]>[] seen = AddObservations(demo, "obs", steps), seenNext = AddObservations(demo, "next_obs", steps);
        draft.Part(writer =>
        {
            RecordedEpisode episode = spool.Read(number);
            writer.Write(actions, episode.Actions);
            writer.Write(states, episode.States);
            writer.Write(rewards, episode.Rewards);
            writer.Write(dones, episode.Dones);
            WriteObservations(writer, seen, episode.Observations, 0, steps);
            WriteObservations(writer, seenNext, episode.Observations, 1, steps);
        });
    }

    private H5Dataset<double[]>[] AddObservations(H5Group demo, string name, int steps)
    {
        H5Group group = Hdf5Draft.Group(demo, name);
        return [.. description.Observations.Select(o => Hdf5Draft.Dataset<double>(group, o.Name, steps, o.Size))];
    }

    private void WriteObservations(H5NativeWriter writer, H5Dataset<double[]>[] datasets, double[] rows, int first, int steps)
    {
        int offset = 0;
        foreach ((H5Dataset<double[]> dataset, int size) in datasets.Zip(description.Observations.Select(o => o.Size)))
        {
            double[] values = new double[steps * size];
            for (int t = 0; t < steps; t++)
                rows.AsSpan(((first + t) * description.ObservationSize) + offset, size).CopyTo(values.AsSpan(t * size));
            writer.Write(dataset, values);
            offset += size;
        }
    }

    private void AddMasks(Hdf5Draft draft, int count)
    {
        int[] valid = ValidationSplit.Of(count, description.FirstSeed);
        H5Group mask = Hdf5Draft.Group(draft.Root, "mask");
        mask["train"] = Enumerable.Range(0, count).Except(valid).Select(NameOf).ToArray();
        if (valid.Length > 0)
            mask["valid"] = valid.Select(NameOf).ToArray();
    }
}
