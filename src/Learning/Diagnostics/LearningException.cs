namespace DiffOG.Learning.Diagnostics;

/// <summary>An error in a file or a setting that a person can put right.</summary>
public sealed class LearningException : Exception
{
    /// <summary>Creates the error.</summary>
    /// <param name="id">The stable id, for example <c>DOG1301</c>.</param>
    /// <param name="detail">What was found, where, and what is allowed.</param>
    /// <param name="next">What the reader should do next: one sentence.</param>
    /// <param name="inner">The technical cause, when there is one.</param>
    public LearningException(string id, string detail, string next, Exception? inner = null)
        : base($"{id}: {detail} {next}", inner) => Id = id;

    /// <summary>The stable id, for example <c>DOG1301</c>.</summary>
    public string Id { get; }
}
