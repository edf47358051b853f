using DiffOG.Diagnostics;
using DiffOG.Specs;

namespace DiffOG.Constraints.Bounds;

/// <summary>Names of an action's dimensions, as options use them.</summary>
public static class KnownNames
{
    /// <summary>Refuses names that the action does not have.</summary>
    /// <param name="names">As options name dimensions.</param>
    /// <param name="action">What is commanded.</param>
    /// <param name="who">The subject of the message: <c>The difference constraints</c>.</param>
    /// <param name="where">Where the names stand.</param>
    /// <exception cref="DiffOGException">DOG1801: a name is not one of the action's.</exception>
    public static void Check(IEnumerable<string> names, ActionSpec action, string who, string where)
    {
        HashSet<string> known = [.. action.Dimensions.Select(d => d.Name)];
        string[] strangers = [.. names.Where(n => !known.Contains(n)).Distinct().Order(StringComparer.Ordinal)];
        if (strangers.Length > 0)
            throw new DiffOGException("DOG1801", $"{who} name {string.Join(", ", strangers.Select(s => $"'{s}'"))}; the action has {string.Join(", ", action.Dimensions.Select(d => d.Name))}.", $"Use names of the action's dimensions in {where}.");
    }
}
