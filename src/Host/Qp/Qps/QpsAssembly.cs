using DiffOG.Constraints;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp.Qps;

/// <summary>
/// Makes a problem of a QPS file: minimise ½ xᵀQx + cᵀx − r, r being the right-hand side of the objective's row. Rows
/// become a <see cref="GeneralBlock"/>, bounds of variables a <see cref="BoxBlock"/>.
/// </summary>
internal static class QpsAssembly
{
    /// <summary>Numbers of this size and above mean that there is no bound.</summary>
    internal const double Infinite = 1e20;

    /// <summary>Assembles.</summary>
    internal static QpCase Of(QpsModel model)
    {
        int n = model.Columns.Count, objective = model.Objective;
        double[] linear = [.. model.Columns.Select(c => objective < 0 ? 0 : Minimised(model, c.Entries.GetValueOrDefault(objective)))];
        int[] rows = [.. Enumerable.Range(0, model.Rows.Count).Where(r => model.Rows[r].Type != 'N')];
        int[] bounded = [.. Enumerable.Range(0, n).Where(j => Clean(model.Columns[j].Bounds) is not (double.NegativeInfinity, double.PositiveInfinity))];
        List<ConstraintBlock> blocks = [];
        if (rows.Length > 0)
            blocks.Add(General(model, rows));
        if (bounded.Length > 0)
            blocks.Add(Box(model, bounded));
        return new QpCase(new QpProblem(Quadratic(model), linear, new LinearConstraints(n, blocks)))
        {
            Name = model.Name,
            Maximised = model.Maximised,
            Constant = objective < 0 ? 0 : 0 - (model.Rows[objective].RightHandSide ?? 0),
            VariableNames = [.. model.Columns.Select(c => c.Name)],
            RowNames = [.. rows.Select(r => model.Rows[r].Name), .. bounded.Select(j => model.Columns[j].Name)],
        };
    }

    private static double[] Quadratic(QpsModel model)
    {
        int n = model.Columns.Count;
        double[] q = new double[n * n];
        foreach (((int i, int j), double value) in model.Quadratic)
            q[(i * n) + j] = q[(j * n) + i] = Minimised(model, value);
        return q;
    }

    /// <summary>A coefficient of what is minimised; zero stays without a sign.</summary>
    private static double Minimised(QpsModel model, double value) => model.Maximised ? 0 - value : value;

    private static GeneralBlock General(QpsModel model, int[] rows)
    {
        List<(int Column, double Value)>[] entries = [.. model.Rows.Select(_ => new List<(int, double)>())];
        for (int j = 0; j < model.Columns.Count; j++)
        {
            foreach ((int row, double value) in model.Columns[j].Entries)
                entries[row].Add((j, value));
        }
        List<int> starts = [0];
        foreach (int row in rows)
            starts.Add(starts[^1] + entries[row].Count);
        (int Column, double Value)[] kept = [.. rows.SelectMany(r => entries[r])];
        (double Lower, double Upper)[] bounds = [.. rows.Select(r => Clean(model.Rows[r].Bounds))];
        return new GeneralBlock(
            new SparseRows(model.Columns.Count, [.. starts], [.. kept.Select(e => e.Column)], [.. kept.Select(e => e.Value)]),
            [.. bounds.Select(b => b.Lower)], [.. bounds.Select(b => b.Upper)]);
    }

    private static BoxBlock Box(QpsModel model, int[] bounded)
    {
        (double Lower, double Upper)[] bounds = [.. bounded.Select(j => Clean(model.Columns[j].Bounds))];
        return new BoxBlock(model.Columns.Count, bounded, [.. bounds.Select(b => b.Lower)], [.. bounds.Select(b => b.Upper)]);
    }

    private static (double Lower, double Upper) Clean((double Lower, double Upper) bounds) => (
        bounds.Lower <= -Infinite ? double.NegativeInfinity : bounds.Lower,
        bounds.Upper >= Infinite ? double.PositiveInfinity : bounds.Upper);
}
