using System.Globalization;
using DiffOG.Diagnostics;

namespace DiffOG.Host.Qp;

/// <summary>The errors of problem files, worded in one place.</summary>
internal static class QpErrors
{
    private const string Format = "docs/qp.md describes problem files.";

    internal static DiffOGException NotReadable(string file, string why, Exception? cause = null) => new(
        "DOG1220", $"The problem file '{file}' cannot be read: {why.TrimEnd('.')}.", "Name a file that ends in .qp.json or .qps.", cause);

    internal static DiffOGException NotJson(string file, int line, string why, Exception? cause = null) => new(
        "DOG1221", Text($"'{file}' line {line}: this is no complete problem file: {why.TrimEnd('.')}."), "It may have been cut short or edited; write it again with 'diffog qp dump', or restore it from a copy.", cause);

    internal static DiffOGException Wrong(string file, int line, string path, string found, string expected, string hint = "") => new(
        "DOG1222", Text($"'{file}' line {line}{(path.Length > 0 ? $", {path}" : "")}: found {found}; expected {expected}.{hint}"), Format);

    internal static DiffOGException WrongQps(string file, int line, string section, string found, string expected, string hint = "") => new(
        "DOG1223", Text($"'{file}' line {line}{(section.Length > 0 ? $", section {section}" : "")}: {found}; expected {expected}.{hint}"), Format);

    internal static DiffOGException Unsupported(string file, int line, string what) => new(
        "DOG1224", Text($"'{file}' line {line}: {what}"), "This program solves convex quadratic programs in real variables with linear inequalities.");

    internal static DiffOGException TooLarge(string file, int variables) => new(
        "DOG1225", Text($"'{file}' has {variables} variables; at most {QpCase.MaxVariables} can be solved, because Q is held as n² numbers."), "Use a solver for large sparse problems.");

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
