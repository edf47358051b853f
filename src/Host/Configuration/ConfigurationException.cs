using DiffOG.Diagnostics;

namespace DiffOG.Host.Configuration;

/// <summary>A configuration that cannot be used: everything that is wrong with it, at once.</summary>
public sealed class ConfigurationException : DiffOGException
{
    /// <summary>Creates the error.</summary>
    /// <param name="problems">At least one.</param>
    public ConfigurationException(IReadOnlyList<ConfigurationProblem> problems)
        : base("DOG1200", Summary(problems), "Put them right and run the command again; docs/configuration.md says how files are read.") => Problems = problems;

    /// <summary>What is wrong, in the order of the files.</summary>
    public IReadOnlyList<ConfigurationProblem> Problems { get; }

    /// <inheritdoc/>
    public override string Message => $"{Id}: {Detail}\n{Next}";

    private static string Summary(IReadOnlyList<ConfigurationProblem> problems) =>
        $"The configuration has {problems.Count} error{(problems.Count == 1 ? "" : "s")}.\n{string.Join('\n', problems.Select(p => "  " + p))}";
}
