using System.Collections.Concurrent;
using DiffOG.Datasets.Common;

namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>Rows of the data tables, decoded a row group at a time. Safe from several threads.</summary>
/// <param name="required">Columns that must be there.</param>
/// <param name="welcome">Columns that are read where they are there.</param>
/// <param name="capacity">The most bytes of decoded rows kept.</param>
internal sealed class TableRows(IReadOnlyList<string> required, IReadOnlyList<string> welcome, long capacity)
{
    private readonly ContentCache<(string Path, int Group), IReadOnlyDictionary<string, NumberColumn>> groups = new(capacity, block => block.Values.Sum(c => c.Bytes));
    private readonly ConcurrentDictionary<string, IReadOnlyList<int>> layouts = new(StringComparer.Ordinal);

    /// <summary>Rows of one row group.</summary>
    /// <param name="Columns">By name.</param>
    /// <param name="First">The first row wanted, in the group.</param>
    /// <param name="Count">How many.</param>
    internal readonly record struct Span(IReadOnlyDictionary<string, NumberColumn> Columns, int First, int Count);

    /// <summary>The number of rows of a table.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1464.</exception>
    internal long RowsOf(string path) => Layout(path).Sum(n => (long)n);

    /// <summary>Where rows lie: row group, first row in it, how many.</summary>
    internal IEnumerable<(int Group, int First, int Count)> Place(string path, long first, int count)
    {
        long start = 0;
        IReadOnlyList<int> rows = Layout(path);
        for (int group = 0; group < rows.Count && count > 0; start += rows[group++])
        {
            if (first >= start + rows[group])
                continue;
            int inGroup = (int)(first - start), taken = Math.Min(count, rows[group] - inGroup);
            yield return (group, inGroup, taken);
            (first, count) = (first + taken, count - taken);
        }
        if (count > 0)
            throw LeRobotErrors.Table(path, $"it ends {count} rows before the episodes that the dataset's meta folder puts into it");
    }

    /// <summary>Reads consecutive rows.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1464.</exception>
    internal IEnumerable<Span> Read(string path, long first, int count) =>
        Place(path, first, count).Select(place => new Span(groups.Get((path, place.Group), Load), place.First, place.Count));

    private IReadOnlyList<int> Layout(string path) => layouts.GetOrAdd(path, p =>
    {
        using TableFile table = TableFile.Open(p);
        return table.Rows;
    });

    private Dictionary<string, NumberColumn> Load((string Path, int Group) key)
    {
        using TableFile table = TableFile.Open(key.Path);
        if (key.Group >= table.Rows.Count)
            throw LeRobotErrors.Table(key.Path, "it has fewer row groups than when it was opened first");
        return required.Concat(welcome.Where(table.Has)).Distinct().ToDictionary(c => c, c => table.Numbers(key.Group, c), StringComparer.Ordinal);
    }
}
