namespace DiffOG.Specs;

/// <summary>One named part of an observation.</summary>
/// <param name="Name">Unique within the observation, for example <c>eef_pos</c>.</param>
/// <param name="Size">The number of values.</param>
/// <param name="Unit">The unit of the values, for example <c>m</c>; <c>1</c> for pure numbers.</param>
public sealed record ObservationEntry(string Name, int Size, string Unit);

/// <summary>What is observed: named parts, one after the other in one vector.</summary>
/// <param name="Entries">The parts, in the order of every observation array.</param>
public sealed record ObservationSpec(IReadOnlyList<ObservationEntry> Entries)
{
    /// <summary>The number O of values of one observation.</summary>
    public int Size => Entries.Sum(e => e.Size);

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
