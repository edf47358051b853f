namespace DiffOG.Host.Data;

/// <summary>What can be wrong with a dataset.</summary>
internal enum FindingKind
{
    /// <summary>The dataset plugin refuses to read these steps.</summary>
    Unreadable,

    /// <summary>A value is NaN or infinite.</summary>
    NotFinite,

    /// <summary>An episode, or what was read of it, has another length than is said.</summary>
    WrongLength,

    /// <summary>An action lies outside the limits that are stated for it.</summary>
    OutsideLimits,

    /// <summary>A change is above the limit that was asked for.</summary>
    AboveLimit,

    /// <summary>Time does not go on.</summary>
    TimeBackwards,

    /// <summary>A step came much later or earlier than the rate says.</summary>
    TimeGap,

    /// <summary>A change is much larger than others of its dimension.</summary>
    Jump,

    /// <summary>An episode is shorter than a training window.</summary>
    ShortEpisode,

    /// <summary>A value is the same in the whole dataset.</summary>
    Constant,

    /// <summary>A picture is black.</summary>
    BlackPicture,

    /// <summary>A camera shows the same picture while the robot moves.</summary>
    StuckPicture,

    /// <summary>Values are not those that the files' own statistics were made of.</summary>
    OtherStatistics,
}

/// <summary>Something that was found.</summary>
/// <param name="Kind">What.</param>
/// <param name="Episode">Where; null where it is about the whole dataset.</param>
/// <param name="First">The first step; null where it is about the whole episode.</param>
/// <param name="Last">The last step.</param>
/// <param name="Text">What was found and what is allowed, in one sentence without a full stop.</param>
internal sealed record Finding(FindingKind Kind, int? Episode, int? First, int? Last, string Text)
{
    /// <summary>Where it is, for people.</summary>
    internal string Place => (Episode, First) switch
    {
        (null, _) => "all episodes",
        (_, null) => FormattableString.Invariant($"episode {Episode}"),
        _ when First == Last => FormattableString.Invariant($"episode {Episode}, step {First}"),
        _ => FormattableString.Invariant($"episode {Episode}, steps {First} to {Last}"),
    };
}

/// <summary>All findings of a kind: how many there are, and the first of them.</summary>
/// <param name="kind">Their kind.</param>
internal sealed class FindingsOfKind(FindingKind kind)
{
    private readonly HashSet<int> episodes = [];
    private readonly List<Finding> kept = [];

    internal FindingKind Kind => kind;

    /// <summary>Whether training would fail or be spoilt; others deserve a look.</summary>
    internal bool IsError => kind <= FindingKind.TimeBackwards;

    /// <summary>For people: <c>outside limits</c>.</summary>
    internal string Name => string.Concat(kind.ToString().Select((c, i) => i > 0 && char.IsUpper(c) ? $" {char.ToLowerInvariant(c)}" : $"{char.ToLowerInvariant(c)}"));

    internal long Count { get; private set; }

    /// <summary>The number of episodes it was found in.</summary>
    internal int Episodes => episodes.Count;

    /// <summary>The first findings.</summary>
    internal IReadOnlyList<Finding> Kept => kept;

    internal void Add(Finding finding, int most)
    {
        Count++;
        if (finding.Episode is { } episode)
            episodes.Add(episode);
        if (kept.Count < most)
            kept.Add(finding);
    }
}

/// <summary>What was found, in memory that does not grow with the number of findings.</summary>
/// <param name="most">How many findings of each kind are kept in words.</param>
internal sealed class FindingBook(int most)
{
    private readonly SortedDictionary<FindingKind, FindingsOfKind> kinds = [];
    private readonly List<string> looked = [], skipped = [];

    /// <summary>By kind, errors first.</summary>
    internal IReadOnlyCollection<FindingsOfKind> Kinds => kinds.Values;

    internal long Errors => kinds.Values.Where(k => k.IsError).Sum(k => k.Count);

    internal long Warnings => kinds.Values.Where(k => !k.IsError).Sum(k => k.Count);

    /// <summary>What was looked at.</summary>
    internal IReadOnlyList<string> Looked => looked;

    /// <summary>What was not, and why.</summary>
    internal IReadOnlyList<string> Skipped => skipped;

    internal void Add(FindingKind kind, int? episode, int? first, int? last, string text)
    {
        if (!kinds.TryGetValue(kind, out FindingsOfKind? all))
            kinds.Add(kind, all = new FindingsOfKind(kind));
        all.Add(new Finding(kind, episode, first, last, text), most);
    }

    internal void Add(FindingKind kind, int episode, int step, string text) => Add(kind, episode, step, step, text);

    /// <summary>Notes that something was looked at.</summary>
    internal void LookedAt(string what) => looked.Add(what);

    /// <summary>Notes that something was not looked at.</summary>
    internal void Skip(string what) => skipped.Add(what);
}
