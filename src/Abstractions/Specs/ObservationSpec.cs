namespace DiffOG.Specs;

/// <summary>One named part of an observation.</summary>
/// <param name="Name">Unique within the observation, for example <c>eef_pos</c>.</param>
/// <param name="Size">The number of values.</param>
/// <param name="Unit">The unit of the values, for example <c>m</c>; <c>1</c> for pure numbers.</param>
public sealed record ObservationEntry(string Name, int Size, string Unit);

/// <summary>What is observed: named parts, one after the other in one vector, and pictures of cameras.</summary>
/// <param name="Entries">The parts, in the order of every observation array.</param>
public sealed record ObservationSpec(IReadOnlyList<ObservationEntry> Entries)
{
    /// <summary>The cameras whose pictures belong to it. Of a task: those that can be had; of a policy: those it reads; of a dataset: those it holds.</summary>
    public IReadOnlyList<CameraSpec> Cameras { get; init; } = [];

    /// <summary>The number O of values of one observation.</summary>
    public int Size => Entries.Sum(e => e.Size);

    /// <summary>The camera of a name.</summary>
    /// <param name="name">The camera's name.</param>
    /// <exception cref="ArgumentException">There is no camera of this name.</exception>
    public CameraSpec CameraOf(string name) => Cameras.FirstOrDefault(c => c.Name == name)
        ?? throw new ArgumentException($"There is no camera '{name}'; there {(Cameras.Count == 0 ? "is none" : $"are {string.Join(", ", Cameras.Select(c => c.Name))}")}.", nameof(name));

    /// <summary>Where a part begins in the vector.</summary>
    /// <param name="name">The part's name.</param>
    /// <exception cref="ArgumentException">There is no part of this name.</exception>
    public int OffsetOf(string name)
    {
        int offset = 0;
        foreach (ObservationEntry entry in Entries)
        {
            if (entry.Name == name)
                return offset;
            offset += entry.Size;
        }
        throw new ArgumentException($"There is no observation '{name}'; there are {string.Join(", ", Entries.Select(e => e.Name))}.", nameof(name));
    }
}
