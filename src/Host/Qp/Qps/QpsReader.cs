using DiffOG.Host.Wording;

namespace DiffOG.Host.Qp.Qps;

/// <summary>
/// Reads QPS files (docs/qp.md): MPS with a quadratic objective, as Maros and Mészáros published their test problems. A
/// line is read as words; where that makes no sense but its fixed columns do, by those, so that names may hold blanks.
/// </summary>
internal sealed class QpsReader
{
    private static readonly string[] Sections = ["NAME", "OBJSENSE", "ROWS", "COLUMNS", "RHS", "RANGES", "BOUNDS", "QUADOBJ", "QMATRIX", "QSECTION", "ENDATA"];

    private static readonly string[] OtherKinds = ["QCMATRIX", "CSECTION", "SOS", "SOS1", "SOS2", "SETS", "INDICATORS", "PWLOBJ", "GENCONS"];

    private readonly string file;
    private readonly QpsModel model = new();
    private readonly Dictionary<string, QpsSection> sections;
    private string section = "";
    private int line;

    private QpsReader(string file)
    {
        this.file = file;
        sections = new()
        {
            ["OBJSENSE"] = new QpsSenseSection(model),
            ["ROWS"] = new QpsRowsSection(model),
            ["COLUMNS"] = new QpsColumnsSection(model),
            ["RHS"] = new QpsRowNumbersSection(model, ranges: false),
            ["RANGES"] = new QpsRowNumbersSection(model, ranges: true),
            ["BOUNDS"] = new QpsBoundsSection(model),
            ["QUADOBJ"] = new QpsQuadraticSection(model, whole: false),
            ["QSECTION"] = new QpsQuadraticSection(model, whole: false),
            ["QMATRIX"] = new QpsQuadraticSection(model, whole: true),
        };
    }

    /// <summary>Reads a problem.</summary>
    /// <param name="file">As messages name it.</param>
    /// <param name="text">The file's content.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1223 to DOG1225: what is wrong, in which line and section, and what is allowed.</exception>
    internal static QpCase Read(string file, TextReader text)
    {
        var reader = new QpsReader(file);
        try
        {
            reader.Lines(text);
        }
        catch (QpsUnsupportedException what)
        {
            throw QpErrors.Unsupported(file, reader.line, what.Message + ".");
        }
        if (reader.model.Columns.Count > QpCase.MaxVariables)
            throw QpErrors.TooLarge(file, reader.model.Columns.Count);
        return QpsAssembly.Of(reader.model);
    }

    private void Lines(TextReader text)
    {
        while (text.ReadLine() is { } read)
        {
            line++;
            if (read.StartsWith('*') || string.IsNullOrWhiteSpace(read))
                continue;
            if (!char.IsWhiteSpace(read[0]))
                Header(QpsFields.Words(read), read);
            else
                Data(read);
            if (section == "ENDATA")
                return;
        }
        line++;
        throw Wrong("the file ends here", "ENDATA as its last line; it may have been cut short");
    }

    private void Header(string[] words, string read)
    {
        string name = words[0].ToUpperInvariant();
        if (OtherKinds.Contains(name))
            throw new QpsUnsupportedException($"the section {name} states something other than a quadratic objective and linear inequalities");
        if (!Sections.Contains(name))
            throw Wrong($"there is no section '{words[0]}'", $"{string.Join(", ", Sections)} in column 1, or data behind a blank", Nearest.Hint(words[0], Sections));
        End();
        section = name;
        if (name == "NAME")
            model.Name = read[4..].Trim() is { Length: > 0 } given ? given : null;
        else if (name == "OBJSENSE" && words.Length > 1)
            Data(string.Join(' ', words[1..]));
        else if (name == "QSECTION" && words.Length > 1)
            RequireObjective(words[1]);
        else if (name == "ENDATA" && model.Columns.Count == 0)
            throw Wrong("the file has no column", "at least one variable in COLUMNS");
    }

    private void RequireObjective(string row)
    {
        int place = model.RowPlace(row);
        if (place < 0)
            throw Wrong($"there is no row '{row}'", "the name of the objective");
        if (place != model.Objective)
            throw new QpsUnsupportedException($"the section QSECTION {row} makes an inequality quadratic");
    }

    private void Data(string read)
    {
        if (!sections.TryGetValue(section, out QpsSection? current))
            throw Wrong($"'{read.Trim()}' stands outside of a section that has data", $"one of the sections {string.Join(", ", sections.Keys)}");
        if (current.Read(QpsFields.Words(read)) is { } fault && (QpsFields.Columns(read) is not { Length: > 0 } columns || current.Read(columns) is not null))
            throw Wrong(fault.Found, current.Expected, fault.Hint);
    }

    /// <summary>What can be said of a section only when all of it was read.</summary>
    private void End()
    {
        if (sections.GetValueOrDefault(section) is QpsQuadraticSection quadratic && quadratic.End() is { } fault)
            throw Wrong(fault, "the same number in both triangles");
    }

    private Diagnostics.DiffOGException Wrong(string found, string expected, string hint = "") => QpErrors.WrongQps(file, line, section, found, expected, hint);
}
