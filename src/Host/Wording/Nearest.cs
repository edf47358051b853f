namespace DiffOG.Host.Wording;

/// <summary>Finds what a person probably meant.</summary>
internal static class Nearest
{
    /// <summary>The names close enough to be a typing error, the closest first; at most three.</summary>
    public static IReadOnlyList<string> To(string written, IEnumerable<string> names) =>
        [.. names.Select(name => (Name: name, Distance: Distance(written, name)))
            .Where(n => n.Distance <= Math.Max(2, n.Name.Length / 3))
            .OrderBy(n => n.Distance).ThenBy(n => n.Name, StringComparer.Ordinal)
            .Select(n => n.Name).Take(3)];

    /// <summary>" Did you mean 'x'?", or nothing.</summary>
    public static string Hint(string written, IEnumerable<string> names)
    {
        IReadOnlyList<string> near = To(written, names);
        return near.Count == 0 ? "" : $" Did you mean {string.Join(" or ", near.Select(n => $"'{n}'"))}?";
    }

    /// <summary>Insertions, deletions, replacements and swaps of neighbours (optimal string alignment), ignoring case.</summary>
    public static int Distance(string first, string second)
    {
        (string a, string b) = (first.ToLowerInvariant(), second.ToLowerInvariant());
        int[,] cost = new int[a.Length + 1, b.Length + 1];
        for (int i = 0; i <= a.Length; i++)
            cost[i, 0] = i;
        for (int j = 0; j <= b.Length; j++)
            cost[0, j] = j;
        for (int i = 1; i <= a.Length; i++)
        {
            for (int j = 1; j <= b.Length; j++)
            {
                int replace = cost[i - 1, j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
                cost[i, j] = Math.Min(Math.Min(cost[i - 1, j] + 1, cost[i, j - 1] + 1), replace);
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    cost[i, j] = Math.Min(cost[i, j], cost[i - 2, j - 2] + 1);
            }
        }
        return cost[a.Length, b.Length];
    }
}
