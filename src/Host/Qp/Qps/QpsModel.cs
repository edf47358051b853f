namespace DiffOG.Host.Qp.Qps;

/// <summary>A row of a QPS file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">N, L, G or E.</param>
internal sealed record QpsRow(string Name, char Type)
{
    internal double? RightHandSide { get; set; }

    internal double? Range { get; set; }

    /// <summary>The bounds: R widens L downwards and G upwards by |R|, E upwards where it is positive, downwards where it is negative.</summary>
    internal (double Lower, double Upper) Bounds
    {
        get
        {
            double side = RightHandSide ?? 0, width = Math.Abs(Range ?? 0);
            return Type switch
            {
                'L' => (Range is null ? double.NegativeInfinity : side - width, side),
                'G' => (side, Range is null ? double.PositiveInfinity : side + width),
                _ => Range < 0 ? (side - width, side) : (side, side + width),
            };
        }
    }
}

/// <summary>A variable of a QPS file: 0 to ∞ where nothing else is said.</summary>
/// <param name="Name">Its name.</param>
internal sealed record QpsColumn(string Name)
{
    /// <summary>Coefficients by row.</summary>
    internal SortedDictionary<int, double> Entries { get; } = [];

    internal double? Lower { get; set; }

    internal double Upper { get; set; } = double.PositiveInfinity;

    /// <summary>The bounds: an upper one below zero takes the default lower one away.</summary>
    internal (double Lower, double Upper) Bounds => (Lower ?? (Upper < 0 ? double.NegativeInfinity : 0), Upper);
}

/// <summary>What a QPS file says, while it is read.</summary>
internal sealed class QpsModel
{
    private readonly Dictionary<string, int> rowPlaces = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> columnPlaces = new(StringComparer.Ordinal);

    internal string? Name { get; set; }

    internal bool Maximised { get; set; }

    internal List<QpsRow> Rows { get; } = [];

    internal List<QpsColumn> Columns { get; } = [];

    /// <summary>Elements of Q at or below the diagonal, each standing for its mirror image too.</summary>
    internal Dictionary<(int Row, int Column), double> Quadratic { get; } = [];

    /// <summary>The objective: the first row of type N; −1 where there is none. Further ones bound nothing and are left out.</summary>
    internal int Objective => Rows.FindIndex(r => r.Type == 'N');

    internal bool TryAdd(QpsRow row)
    {
        if (!rowPlaces.TryAdd(row.Name, Rows.Count))
            return false;
        Rows.Add(row);
        return true;
    }

    /// <summary>A column by its name, made where it is new.</summary>
    internal QpsColumn ColumnOf(string name)
    {
        if (columnPlaces.TryAdd(name, Columns.Count))
            Columns.Add(new QpsColumn(name));
        return Columns[columnPlaces[name]];
    }

    /// <summary>The place of a row; −1 where there is none.</summary>
    internal int RowPlace(string name) => rowPlaces.GetValueOrDefault(name, -1);

    /// <summary>The place of a column; −1 where there is none.</summary>
    internal int ColumnPlace(string name) => columnPlaces.GetValueOrDefault(name, -1);
}
