using System.Globalization;
using DiffOG.Constraints;
using DiffOG.Host.Wording;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>
/// Reads what <see cref="QpJsonWriter"/> writes, and files written by hand. Every size is checked against the number of
/// variables before anything is made of it; numbers come back bit for bit, the blocks with their structure.
/// </summary>
internal static class QpJsonReader
{
    /// <summary>Reads a problem.</summary>
    /// <param name="file">As messages name it.</param>
    /// <param name="bytes">The file's content.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1221, DOG1222, DOG1225: what is wrong, and in which line.</exception>
    internal static QpCase Read(string file, ReadOnlySpan<byte> bytes)
    {
        QpFields root = QpFields.Of(file, QpJsonText.Read(file, bytes), "");
        root.Text("format", QpJsonWriter.Format);
        int version = root.Integer("formatVersion", 1, int.MaxValue);
        if (version > QpJsonWriter.Version)
            throw root.Wrong("formatVersion", Text($"{version}"), Text($"{QpJsonWriter.Version}, which is all that this release reads"));
        int n = root.Integer("variables", 1, int.MaxValue);
        if (n > QpCase.MaxVariables)
            throw QpErrors.TooLarge(file, n);
        QpFields quadratic = root.Object("quadratic");
        bool definite = quadratic.MaybeFlag("definite");
        double[] q = Quadratic(quadratic, n);
        double[] p = root.Numbers("linear", n);
        LinearConstraints constraints = new(n, [.. root.List("blocks").Select((b, i) => QpBlocks.Read(QpFields.Of(file, b, JsonPath.Join("blocks", i)), n))]);
        var read = new QpCase(new QpProblem(q, p, constraints) { Definite = definite })
        {
            Name = root.MaybeText("name"),
            Note = root.MaybeText("note"),
            Maximised = root.MaybeFlag("maximised"),
            Constant = root.MaybeNumber("constant"),
            Start = root.MaybeObject("warmStart") is { } start ? Start(start, n, constraints.Rows) : null,
            Solver = root.MaybeObject("solver") is { } solver ? Solver(solver) : null,
        };
        root.Close();
        return read;
    }

    /// <returns>[n·n] both triangles.</returns>
    private static double[] Quadratic(QpFields quadratic, int n)
    {
        bool lower = quadratic.Text("storage", "lower", "full") == "lower";
        IReadOnlyList<QpNode> rows = quadratic.List("rows", n);
        // Sizes first: a file of a few bytes must not cost n² numbers.
        double[][] values = [.. rows.Select((row, i) => quadratic.Numbers(row, JsonPath.Join(quadratic.PathOf("rows"), i), lower ? i + 1 : n))];
        quadratic.Close();
        double[] q = new double[n * n];
        for (int i = 0; i < n; i++)
        {
            values[i].CopyTo(q, i * n);
            for (int j = 0; j < i && lower; j++)
                q[(j * n) + i] = values[i][j];
        }
        return q;
    }

    private static QpStart Start(QpFields start, int n, int m)
    {
        var read = new QpStart(start.Numbers("x", n), start.Numbers("multipliers", m));
        start.Close();
        return read;
    }

    private static QpSolverChoice Solver(QpFields solver)
    {
        var read = new QpSolverChoice(solver.Text("id"), solver.ObjectText("options"));
        solver.Close();
        return read;
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
