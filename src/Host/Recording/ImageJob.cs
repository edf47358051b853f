using DiffOG.Diagnostics;
using DiffOG.Host.Evaluation;
using DiffOG.Host.Progress;
using DiffOG.Simulation;
using DiffOG.Specs;
using PureHDF;

namespace DiffOG.Host.Recording;

/// <summary>
/// Renders pictures of a recording by going back to its states, batch by batch, and writes a copy of the recording that
/// has them. What is rendered is kept when it is interrupted.
/// </summary>
/// <param name="sourcePath">The recording.</param>
/// <param name="source">The same, open.</param>
/// <param name="description">The pictures.</param>
/// <param name="simulators">Simulators of the recorded task, one a thread.</param>
/// <param name="display">The terminal.</param>
internal sealed class ImageJob(string sourcePath, RecordedStates source, ImageDescription description, SimulatorPool simulators, IDisplay display)
{
    /// <summary>Threads that render; results do not depend on it.</summary>
    internal int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>What the pictures of a batch may take [bytes]; a recording is continued with the same number.</summary>
    internal long BatchBytes { get; init; } = ImageBatch.MostBytes;

    /// <summary>Renders what is missing, and writes the file.</summary>
    /// <param name="output">The file, absolute.</param>
    /// <param name="token">Ends the work; what is rendered is kept.</param>
    /// <returns>One sentence on what there is now.</returns>
    /// <exception cref="DiffOGException">DOG1480 to DOG1485, or what rendering reports.</exception>
    internal string Run(string output, CancellationToken token)
    {
        ImageDescription? finished = File.Exists(output) ? FinishedAt(output) : null;
        if ((finished ?? SpoolFolder.Find(output, ImageDescription.Parse))?.DifferencesTo(description).ToArray() is { Length: > 0 } differences)
            throw RecordingErrors.OtherRecording(output, differences);
        if (finished is not null)
        {
            SpoolFolder.RemoveLeft(output);
            return $"'{output}' holds these pictures already; nothing was done.";
        }
        using SpoolFolder folder = SpoolFolder.Open(output, description.ToJson());
        var spool = new ImageSpool(folder.Path, description.Cameras);
        IReadOnlyList<ImageBatch> batches = ImageBatch.Of(source.Demos, description.Cameras, BatchBytes);
        long steps = source.Demos.Sum(d => (long)d.Steps);
        display.Work("render", steps, progress => Render(batches, spool, progress, token));
        display.Work("write", batches.Count, progress =>
        {
            new ImageWriter(source, description, spool).Write(sourcePath, output, batches, done => progress.Report(done, "batches"), token);
            return 0;
        });
        folder.Remove();
        return FormattableString.Invariant($"'{output}' holds {source.Demos.Count} demonstrations with {steps} pictures of each camera: {string.Join(", ", description.Cameras.Select(c => FormattableString.Invariant($"{c.Name} {c.Width}x{c.Height}")))}.");
    }

    private static ImageDescription FinishedAt(string path)
    {
        using RecordedStates there = RecordedStates.Open(path);
        return there.File.Group("data").AttributeExists(ImageDescription.Attribute)
            ? ImageDescription.Parse(there.File.Group("data").Attribute(ImageDescription.Attribute).Read<string>())
            : throw RecordingErrors.NotARecording(path, "'diffog images' did not make it");
    }

    private int Render(IReadOnlyList<ImageBatch> batches, ImageSpool spool, IWorkProgress progress, CancellationToken token)
    {
        ImageBatch[] missing = [.. batches.Where(b => !spool.Has(b, display.Say))];
        long done = batches.Except(missing).Sum(b => (long)b.Count);
        if (done > 0)
            display.Say(FormattableString.Invariant($"Continuing: {done} of {batches.Sum(b => (long)b.Count)} steps rendered already."));
        int lanes = Math.Min(Threads, missing.Length), next = -1;
        // The first failure ends the other lanes too, at their next batch.
        Task[] work = [.. Enumerable.Range(0, lanes).Select(simulators.Lane).Select(simulator => Task.Run(
            () =>
            {
                for (int i = Interlocked.Increment(ref next); i < missing.Length; i = Interlocked.Increment(ref next))
                {
                    Keep(missing[i], simulator, spool, ref next, token);
                    progress.Report(Interlocked.Add(ref done, missing[i].Count), missing[i].Demo);
                }
            },
            token))];
        Task.WhenAll(work).GetAwaiter().GetResult();
        return 0;
    }

    private void Keep(ImageBatch batch, ISimulator simulator, ImageSpool spool, ref int next, CancellationToken token)
    {
        try
        {
            spool.Write(batch, Pictures(simulator, batch, token));
        }
        catch
        {
            Interlocked.Exchange(ref next, int.MaxValue / 2);
            throw;
        }
    }

    private byte[][] Pictures(ISimulator simulator, ImageBatch batch, CancellationToken token)
    {
        byte[][] pictures = [.. description.Cameras.Select(c => new byte[(long)batch.Count * c.Width * c.Height * 3])];
        double[][] states = source.Read(batch.Demo, batch.First, batch.Count);
        for (int t = 0; t < batch.Count; t++)
        {
            token.ThrowIfCancellationRequested();
            Restore(simulator, batch, states[t]);
            for (int c = 0; c < pictures.Length; c++)
            {
                CameraSpec camera = description.Cameras[c];
                Image picture = simulator.Render(camera.Name, camera.Width, camera.Height);
                picture.Rgb.CopyTo(pictures[c].AsSpan(t * picture.Rgb.Length));
            }
        }
        return pictures;
    }

    private void Restore(ISimulator simulator, ImageBatch batch, double[] state)
    {
        try
        {
            simulator.RestoreState(new SimulatorState(state));
        }
        catch (ArgumentException cause)
        {
            throw RecordingErrors.OtherStates(sourcePath, $"data/{batch.Demo}/states", source.Task, cause);
        }
    }
}
