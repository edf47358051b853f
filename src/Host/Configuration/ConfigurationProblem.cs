namespace DiffOG.Host.Configuration;

/// <summary>One thing that is wrong in a configuration.</summary>
/// <param name="Id">The error's id, DOG12xx.</param>
/// <param name="Place">File, line and column, or the assignment or variable.</param>
/// <param name="Path">The JSON path; empty for the whole.</param>
/// <param name="Found">What was found.</param>
/// <param name="Allowed">What is allowed; empty where <paramref name="Found"/> says it.</param>
/// <param name="Hint">The nearest valid names as a question, or empty.</param>
public sealed record ConfigurationProblem(string Id, string Place, string Path, string Found, string Allowed = "", string Hint = "")
{
    /// <summary>One line: place, id, path, what was found, what is allowed, what was probably meant.</summary>
    public override string ToString() => $"{Place}: {Id} {(Path.Length > 0 ? Path + ": " : "")}{Found}{(Allowed.Length > 0 ? "; allowed: " + Allowed : "")}.{Hint}";
}
