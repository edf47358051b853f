namespace DiffOG.Diagnostics;

/// <summary>
/// An error that a person can put right: in a file, a setting, a plugin or the machine. Every id has a page under
/// <c>docs/errors/</c>. Numerics do not throw it; they return a status.
/// </summary>
public class DiffOGException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="id">The stable id, for example <c>DOG1301</c>.</param>
    /// <param name="detail">What was found, where, and what is allowed: whole sentences.</param>
    /// <param name="next">What the reader should do next: one sentence.</param>
    /// <param name="inner">The technical cause, when there is one.</param>
    public DiffOGException(string id, string detail, string next, Exception? inner = null)
        : base($"{id}: {detail} {next}", inner) => (Id, Detail, Next) = (id, detail, next);

    /// <summary>The stable id, for example <c>DOG1301</c>.</summary>
    public string Id { get; }

    /// <summary>What was found, where, and what is allowed.</summary>
    public string Detail { get; }

    /// <summary>What the reader should do next.</summary>
    public string Next { get; }
}
