using DiffOG.Actions;
using DiffOG.Datasets;
using DiffOG.Learning.Policies;
using DiffOG.Specs;

namespace DiffOG.Learning.Training;

/// <summary>The sizes of a training window.</summary>
/// <param name="ObservationSteps">To: the first To steps of a window are observed; row To − 1 of its actions is commanded at the last of them.</param>
/// <param name="WindowSteps">H, all steps.</param>
/// <param name="ExecutedSteps">How many steps, from row To − 1 on, are executed.</param>
internal sealed record WindowShape(int ObservationSteps, int WindowSteps, int ExecutedSteps)
{
    /// <summary>The windows a policy's layer is trained on: their executed steps lie inside the episode.</summary>
    /// <param name="policy">The policy.</param>
    public static WindowShape Of(ITrainablePolicy policy) => new(policy.Spec.ObservationSteps, policy.WindowSteps, policy.Spec.ExecutedSteps);

    /// <summary>The windows a policy is trained on itself.</summary>
    /// <param name="policy">The policy.</param>
    public static WindowShape OfPolicy(ITrainablePolicy policy) => Of(policy) with { PaddedSteps = policy.PaddedSteps };

    /// <summary>How far a window may pass an episode's end.</summary>
    public int PaddedSteps { get; init; } = ExecutedSteps - 1;

    /// <summary>T: the steps of a window from the present on.</summary>
    public int ChunkSteps => WindowSteps - ObservationSteps + 1;

    /// <summary>How many steps of a window may lie outside the episode.</summary>
    public int OutsideSteps => ObservationSteps - 1 + PaddedSteps;
}

/// <summary>Where a window begins; steps before the first or after the last of the episode repeat that one.</summary>
/// <param name="Episode">The episode.</param>
/// <param name="Start">The episode's step of the window's first row; may be negative.</param>
internal readonly record struct WindowPlace(int Episode, int Start) : IComparable<WindowPlace>
{
    /// <inheritdoc/>
    public int CompareTo(WindowPlace other) => (Episode, Start).CompareTo((other.Episode, other.Start));
}

/// <summary>What of its windows a training reads.</summary>
/// <param name="Observations">Whether what was observed, pictures included.</param>
/// <param name="PreviousSteps">How many actions before the chunk; fewer near the start of an episode.</param>
internal readonly record struct WindowNeeds(bool Observations, int PreviousSteps)
{
    /// <summary>A policy reads everything, and as many actions as constraints of the highest order look back.</summary>
    internal static WindowNeeds OfPolicy => new(true, 3);
}

/// <summary>
/// Demonstrations cut into overlapping windows as the diffusion policy's reference does: every start from To − 1 steps
/// before an episode to where the executed steps pass its end, or as far as the shape says; the first and last step
/// repeated. Reading is safe from several threads.
/// </summary>
internal sealed class DemonstrationWindows
{
    private readonly EpisodeStore episodes;
    private readonly PictureStore pictures;

    private DemonstrationWindows(EpisodeStore episodes, PictureStore pictures, MemoryUse memory, WindowShape shape, double validationRatio, long seed)
    {
        (this.episodes, this.pictures, Memory, Shape, Seed) = (episodes, pictures, memory, shape, seed);
        ValidationEpisodes = Held(episodes.Episodes, validationRatio, seed);
        WindowPlace[][] all = [.. Enumerable.Range(0, episodes.Episodes).Select(e => Places(e).ToArray())];
        Training = [.. all.Where((_, e) => !ValidationEpisodes.Contains(e)).SelectMany(p => p)];
        Validation = [.. ValidationEpisodes.SelectMany(e => all[e])];
        TooShort = [.. Enumerable.Range(0, all.Length).Where(e => all[e].Length == 0)];
        if (Training.Count == 0)
            throw TrainingErrors.NoWindows(episodes.Spec.EpisodeLengths, shape);
        Statistics = new DemonstrationStatistics(episodes.Observations, episodes.Actions, pictures.Colours());
    }

    /// <summary>The windows' sizes.</summary>
    public WindowShape Shape { get; }

    /// <summary>Of the order of the windows.</summary>
    public long Seed { get; }

    /// <summary>What is held in memory.</summary>
    public MemoryUse Memory { get; }

    /// <summary>All windows of the episodes that are trained on; at least one.</summary>
    public IReadOnlyList<WindowPlace> Training { get; }

    /// <summary>All windows of the episodes kept for validation; none when no episode is kept.</summary>
    public IReadOnlyList<WindowPlace> Validation { get; }

    /// <summary>The episodes kept for validation, ascending.</summary>
    public IReadOnlyList<int> ValidationEpisodes { get; }

    /// <summary>The episodes that are too short for a single window, ascending.</summary>
    public IReadOnlyList<int> TooShort { get; }

    /// <summary>What was observed and commanded in all episodes, those for validation included, as the reference fits its normalisers.</summary>
    public DemonstrationStatistics Statistics { get; }

    /// <summary>The mean action [D] of the episodes that are trained on, raw: the simplest prediction there is.</summary>
    public double[] MeanAction => episodes.MeanAction([.. Enumerable.Range(0, episodes.Episodes).Except(ValidationEpisodes)]);

    /// <summary>Looks at all episodes, and keeps what fits into memory.</summary>
    /// <param name="dataset">Stays the caller's; must stay open.</param>
    /// <param name="cameras">Those the policy reads; the dataset has them.</param>
    /// <param name="shape">The windows' sizes.</param>
    /// <param name="settings">Share kept for validation, seed, budget of memory.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1312: there is nothing to train on. DOG1313: a value is not finite.</exception>
    public static DemonstrationWindows Read(IDemonstrationDataset dataset, IReadOnlyList<CameraSpec> cameras, WindowShape shape, TrainingSettings settings)
    {
        var plan = MemoryPlan.Of(dataset.Spec, cameras, (long)settings.MemoryMegabytes << 20);
        return new(EpisodeStore.Read(dataset, plan), new PictureStore(dataset, cameras, plan), plan.Use, shape, settings.ValidationRatio, settings.Seed);
    }

    /// <summary>Reads windows.</summary>
    /// <param name="places">[B] at least one.</param>
    /// <param name="needs">What of them.</param>
    public WindowArrays Read(IReadOnlyList<WindowPlace> places, WindowNeeds needs)
    {
        int rows = needs.Observations ? Shape.ObservationSteps : 0, width = episodes.Spec.Observations.Size, size = episodes.Spec.Action.Size;
        float[] observations = new float[places.Count * rows * width];
        float[] actions = new float[places.Count * Shape.WindowSteps * size];
        var previous = new ActionChunk?[places.Count];
        for (int i = 0; i < places.Count; i++)
        {
            EpisodeRows read = RowsAround(places[i], needs.PreviousSteps);
            Copy(read.Observations, width, read.First, places[i], rows, observations.AsSpan(i * rows * width));
            Copy(read.Actions, size, read.First, places[i], Shape.WindowSteps, actions.AsSpan(i * Shape.WindowSteps * size));
            previous[i] = Before(read, places[i], needs.PreviousSteps);
        }
        return new WindowArrays(places, Shape, actions, [.. places.SelectMany(Outside)])
        {
            Observations = observations,
            Previous = previous,
            Pictures = needs.Observations ? [.. pictures.Cameras.Select(c => (c, pictures.Read(c, places, rows)))] : [],
        };
    }

    /// <summary>The episode's step at which a window's chunk (row To − 1) begins.</summary>
    /// <param name="place">The window.</param>
    public int ChunkStart(WindowPlace place) => place.Start + Shape.ObservationSteps - 1;

    /// <summary>Time since the start of the episode of the chunk's first step [s].</summary>
    /// <param name="place">The window.</param>
    public double TimeOf(WindowPlace place) => ChunkStart(place) / episodes.Spec.Rate;

    /// <summary>Steps of the episode from the chunk's first step to its end.</summary>
    /// <param name="place">The window.</param>
    public int StepsLeft(WindowPlace place) => episodes.LengthOf(place.Episode) - ChunkStart(place);

    /// <summary>The demonstrated actions just before the window's chunk; null at the episode's first step, where none is known.</summary>
    /// <param name="place">The window.</param>
    /// <param name="count">At most how many; fewer near the start.</param>
    /// <returns>[k, D] raw, the latest last.</returns>
    public ActionChunk? ActionsBefore(WindowPlace place, int count) => Before(RowsAround(place, count), place, count);

    private static int[] Held(int episodes, double ratio, long seed)
    {
        int count = ratio > 0 && episodes > 1 ? Math.Clamp((int)Math.Round(episodes * ratio), 1, episodes - 1) : 0;
        return [.. TrainingRandom.Permutation(episodes, TrainingRandom.Of(seed, Purpose.Split, 0)).Take(count).Order()];
    }

    private IEnumerable<WindowPlace> Places(int episode)
    {
        int first = 1 - Shape.ObservationSteps;
        int last = episodes.LengthOf(episode) - Shape.WindowSteps + Shape.PaddedSteps;
        for (int start = first; start <= last; start++)
            yield return new WindowPlace(episode, start);
    }

    /// <summary>A window's rows that lie inside the episode, and those of the actions before its chunk, in one reading.</summary>
    private EpisodeRows RowsAround(WindowPlace place, int before)
    {
        int last = episodes.LengthOf(place.Episode) - 1;
        int first = Math.Clamp(Math.Min(place.Start, ChunkStart(place) - before), 0, last);
        return episodes.Rows(place.Episode, first, Math.Clamp(place.Start + Shape.WindowSteps - 1, 0, last) - first + 1);
    }

    private void Copy(float[] rows, int width, int first, WindowPlace place, int steps, Span<float> target)
    {
        for (int i = 0; i < steps; i++)
        {
            int row = Math.Clamp(place.Start + i, 0, episodes.LengthOf(place.Episode) - 1) - first;
            rows.AsSpan(row * width, width).CopyTo(target[(i * width)..]);
        }
    }

    private ActionChunk? Before(EpisodeRows rows, WindowPlace place, int count)
    {
        int known = Math.Min(ChunkStart(place), count);
        return known < 1 ? null : episodes.ActionsOf(rows, ChunkStart(place) - known, known);
    }

    private IEnumerable<bool> Outside(WindowPlace place) =>
        Enumerable.Range(place.Start, Shape.WindowSteps).Select(t => t < 0 || t >= episodes.LengthOf(place.Episode));
}
