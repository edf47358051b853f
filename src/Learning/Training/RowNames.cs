using DiffOG.Specs;

namespace DiffOG.Learning.Training;

/// <summary>What the values of a row are called.</summary>
internal static class RowNames
{
    /// <summary>[O] for example <c>eef_pos[2]</c>; a part of one value has no number.</summary>
    internal static IReadOnlyList<string> NamesOf(ObservationSpec spec) =>
        [.. spec.Entries.SelectMany(e => Enumerable.Range(0, e.Size).Select(i => e.Size == 1 ? e.Name : $"{e.Name}[{i}]"))];

    /// <summary>[D].</summary>
    internal static IReadOnlyList<string> NamesOf(ActionSpec spec) => [.. spec.Dimensions.Select(d => d.Name)];
}
