using DiffOG.Actions;
using DiffOG.Datasets;
using DiffOG.Learning.Policies;
using DiffOG.Specs;
using static TorchSharp.torch;

namespace DiffOG.Learning.Training;

/// <summary>The sizes of a training window.</summary>
/// <param name="ObservationSteps">To: the first To steps of a window are observed; row To − 1 of its actions is commanded at the last of them.</param>
/// <param name="WindowSteps">H, all steps.</param>
/// <param name="ExecutedSteps">How many steps, from row To − 1 on, are executed; decides how far a window may pass an episode's end.</param>
internal sealed record WindowShape(int ObservationSteps, int WindowSteps, int ExecutedSteps)
{
    /// <summary>The windows a policy is trained on.</summary>
    /// <param name="policy">The policy.</param>
    public static WindowShape Of(ITrainablePolicy policy) => new(policy.Spec.ObservationSteps, policy.WindowSteps, policy.Spec.ExecutedSteps);

    /// <summary>T: the steps of a window from the present on.</summary>
    public int ChunkSteps => WindowSteps - ObservationSteps + 1;
}

/// <summary>Where a window begins; steps before the first or after the last of the episode repeat that one.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Start">The episode's step of the window's first row; may be negative.</param>
internal readonly record struct WindowPlace(int Episode, int Start);

/// <summary>
/// Demonstrations in memory, cut into overlapping windows as the diffusion policy's reference does: every start from
/// To − 1 steps before an episode to where the executed steps pass its end, the first and last step repeated.
/// </summary>
internal sealed class DemonstrationWindows
{
    // As many as constraints of the highest order look back.
    private const int PreviousSteps = 3;
    private readonly EpisodeBuffer buffer;
    private readonly PictureReader pictures;
    private readonly EpochOrder order;

    private DemonstrationWindows(EpisodeBuffer buffer, PictureReader pictures, WindowShape shape, double validationRatio, long seed)
    {
        (this.buffer, this.pictures, Shape) = (buffer, pictures, shape);
        Statistics = new DemonstrationStatistics(buffer.Observations, buffer.Actions, pictures.Colours());
        ValidationEpisodes = Held(buffer.Episodes, validationRatio, seed);
        var held = ValidationEpisodes.ToHashSet();
        WindowPlace[] all = [.. Enumerable.Range(0, buffer.Episodes).SelectMany(Places)];
        Training = [.. all.Where(p => !held.Contains(p.Episode))];
        Validation = [.. all.Where(p => held.Contains(p.Episode))];
        if (Training.Count == 0)
            throw TrainingErrors.NoWindows(buffer.Longest, shape);
        order = new EpochOrder(Training.Count, seed, Purpose.Order);
    }

    /// <summary>The windows' sizes.</summary>
    public WindowShape Shape { get; }

    /// <summary>All windows of the episodes that are trained on; at least one.</summary>
    public IReadOnlyList<WindowPlace> Training { get; }

    /// <summary>All windows of the episodes kept for validation; none when no episode is kept.</summary>
    public IReadOnlyList<WindowPlace> Validation { get; }

    /// <summary>The episodes kept for validation, ascending.</summary>
    public IReadOnlyList<int> ValidationEpisodes { get; }

    /// <summary>What was observed and commanded in all episodes, those for validation included, as the reference fits its normalisers.</summary>
    public DemonstrationStatistics Statistics { get; }

    /// <summary>The mean action [D] of the episodes that are trained on, raw: the simplest prediction there is.</summary>
    public double[] MeanAction => buffer.MeanAction([.. Enumerable.Range(0, buffer.Episodes).Except(ValidationEpisodes)]);

    /// <summary>Reads all episodes but their pictures, which are read when they are asked for.</summary>
    /// <param name="dataset">Stays the caller's; must stay open.</param>
    /// <param name="cameras">Those the policy reads; the dataset has them.</param>
    /// <param name="shape">The windows' sizes.</param>
    /// <param name="validationRatio">Share of the episodes kept for validation; above zero, at least one when there are two.</param>
    /// <param name="seed">Decides which episodes are kept and the order of the windows.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1312: there is nothing to train on. DOG1313: a value is not finite.</exception>
    public static DemonstrationWindows Read(IDemonstrationDataset dataset, IReadOnlyList<CameraSpec> cameras, WindowShape shape, double validationRatio, long seed) =>
        new(EpisodeBuffer.Read(dataset), new PictureReader(dataset, cameras), shape, validationRatio, seed);

    /// <summary>The windows of one training step: a function of the step alone. Every window comes once before one comes again.</summary>
    /// <param name="step">The number of steps taken before.</param>
    /// <param name="batchSize">B.</param>
    public IReadOnlyList<WindowPlace> Draw(long step, int batchSize)
    {
        var places = new WindowPlace[batchSize];
        for (int i = 0; i < batchSize; i++)
            places[i] = Training[order.At((step * batchSize) + i)];
        return places;
    }

    /// <summary>Copies windows into tensors, which belong to the current dispose scope.</summary>
    /// <param name="places">[B] at least one.</param>
    public DemonstrationBatch Batch(IReadOnlyList<WindowPlace> places)
    {
        bool[] padding = [.. places.SelectMany(p => Enumerable.Range(p.Start, Shape.WindowSteps).Select(t => t < 0 || t >= buffer.LengthOf(p.Episode)))];
        float[] observations = new float[places.Count * Shape.ObservationSteps * buffer.ObservationSize];
        float[] actions = new float[places.Count * Shape.WindowSteps * buffer.ActionSize];
        for (int i = 0; i < places.Count; i++)
        {
            buffer.CopyObservations(places[i], Shape.ObservationSteps, observations.AsSpan(i * Shape.ObservationSteps * buffer.ObservationSize));
            buffer.CopyActions(places[i], Shape.WindowSteps, actions.AsSpan(i * Shape.WindowSteps * buffer.ActionSize));
        }
        return new DemonstrationBatch(
            new ObservationBatch(
                Aligned(tensor(observations, [places.Count, Shape.ObservationSteps, buffer.ObservationSize])),
                pictures.Cameras.ToDictionary(c => c.Name, c => Aligned(tensor(pictures.Read(c, places, Shape.ObservationSteps), [places.Count, Shape.ObservationSteps, c.Height, c.Width, 3]))))
            {
                Previous = [.. places.Select(p => ActionsBefore(p, PreviousSteps))],
            },
            Aligned(tensor(actions, [places.Count, Shape.WindowSteps, buffer.ActionSize])),
            Aligned(tensor(padding, [places.Count, Shape.WindowSteps])));
    }

    /// <summary>The episode's step at which a window's chunk (row To − 1) begins.</summary>
    /// <param name="place">The window.</param>
    public int ChunkStart(WindowPlace place) => place.Start + Shape.ObservationSteps - 1;

    /// <summary>Time since the start of the episode of the chunk's first step [s].</summary>
    /// <param name="place">The window.</param>
    public double TimeOf(WindowPlace place) => ChunkStart(place) / buffer.Rate;

    /// <summary>Steps of the episode from the chunk's first step to its end.</summary>
    /// <param name="place">The window.</param>
    public int StepsLeft(WindowPlace place) => buffer.LengthOf(place.Episode) - ChunkStart(place);

    /// <summary>The demonstrated actions just before the window's chunk; null at the episode's first step, where none is known.</summary>
    /// <param name="place">The window.</param>
    /// <param name="count">At most how many; fewer near the start.</param>
    /// <returns>[k, D] raw, the latest last.</returns>
    public ActionChunk? ActionsBefore(WindowPlace place, int count)
    {
        int known = Math.Min(ChunkStart(place), count);
        return known < 1 ? null : buffer.ActionsOf(place.Episode, ChunkStart(place) - known, known);
    }

    /// <summary>
    /// A copy in Torch's own memory. A tensor over a managed array lies wherever the array does, and matrix kernels
    /// round differently for different alignments: a resumed run would differ in the last bit.
    /// </summary>
    private static Tensor Aligned(Tensor managed)
    {
        using (managed)
            return managed.clone();
    }

    private static int[] Held(int episodes, double ratio, long seed)
    {
        int count = ratio > 0 && episodes > 1 ? Math.Clamp((int)Math.Round(episodes * ratio), 1, episodes - 1) : 0;
        return [.. TrainingRandom.Permutation(episodes, TrainingRandom.Of(seed, Purpose.Split, 0)).Take(count).Order()];
    }

    private IEnumerable<WindowPlace> Places(int episode)
    {
        int first = 1 - Shape.ObservationSteps;
        int last = buffer.LengthOf(episode) - Shape.WindowSteps + Shape.ExecutedSteps - 1;
        for (int start = first; start <= last; start++)
            yield return new WindowPlace(episode, start);
    }
}
