using DiffOG.Host.Wording;

namespace DiffOG.Host.Qp.Qps;

/// <summary>Says that a file holds something this program does not solve.</summary>
internal sealed class QpsUnsupportedException(string what) : Exception(what);

/// <summary>What is wrong with a line.</summary>
/// <param name="Found">What was found.</param>
/// <param name="Hint">The nearest name as a question, or nothing.</param>
internal sealed record QpsFault(string Found, string Hint = "")
{
    public static implicit operator QpsFault?(string? found) => found is null ? null : new QpsFault(found);
}

/// <summary>A section of a QPS file: takes its data lines.</summary>
/// <param name="model">Receives what they say.</param>
internal abstract class QpsSection(QpsModel model)
{
    protected QpsModel Model => model;

    /// <summary>What a line must look like, for messages.</summary>
    internal abstract string Expected { get; }

    /// <summary>Takes a line.</summary>
    /// <param name="fields">Its fields.</param>
    /// <returns>What is wrong with it, and then nothing was changed; null when nothing is.</returns>
    /// <exception cref="QpsUnsupportedException">It is in order, but not for this program.</exception>
    internal abstract QpsFault? Read(string[] fields);

    /// <summary>The complaint about a row that is not declared.</summary>
    protected QpsFault NoRow(string name) => new($"there is no row '{name}'", Nearest.Hint(name, Model.Rows.Select(r => r.Name)));

    /// <summary>The complaint about a column that is not declared.</summary>
    protected QpsFault NoColumn(string name) => new($"there is no column '{name}'", Nearest.Hint(name, Model.Columns.Select(c => c.Name)));
}
