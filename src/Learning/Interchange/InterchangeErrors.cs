using DiffOG.Diagnostics;

namespace DiffOG.Learning.Interchange;

/// <summary>The errors of weights that come from elsewhere, worded in one place.</summary>
internal static class InterchangeErrors
{
    internal static DiffOGException Unfit(string path, string map, IEnumerable<string> differences) => new(
        "DOG1330", $"'{path}' does not fit by the map '{map}':{string.Concat(differences.Select(d => "\n  " + d))}\n", "Set the options of the policy to those the weights were trained with, name the cameras in the reference's order, or use another map ('diffog weights maps').");

    internal static DiffOGException NoMap(string name, IEnumerable<string> known) => new(
        "DOG1331", $"There is no map '{name}'; there are {string.Join(", ", known)}.", "Name one of them, or a file that ends in .json.");

    internal static DiffOGException BadMap(string path, Exception cause) => new(
        "DOG1331", $"'{path}' is no map of names ({cause.Message.TrimEnd('.')}).", "docs/interchange.md says what stands in one.", cause);
}
