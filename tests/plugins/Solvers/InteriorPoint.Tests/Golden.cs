using DiffOG.Constraints;
using DiffOG.Learning.Safetensors;

namespace DiffOG.Solvers.InteriorPoint.Tests;

/// <summary>A problem of the golden files: G x ≤ h, its exact solution and exact gradients.</summary>
internal sealed record Golden(string Name, QpProblem Problem, double[] X, double[] Multipliers, double[] LossGradient, double[] Q, double[] P, double[] H)
{
    internal static IEnumerable<string> Names(string pattern) =>
        Directory.EnumerateFiles(Folder, pattern + ".safetensors").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal);

    internal static Golden Open(string name)
    {
        using SafetensorsFile file = SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors"));
        double[] p = file.Read<double>("p"), h = file.Read<double>("h");
        double[] Optional(string key) => file.Entries.ContainsKey(key) ? file.Read<double>(key) : [];
        var rows = new GeneralBlock(Sparse(file, p.Length), [.. h.Select(_ => double.NegativeInfinity)], h);
        var problem = new QpProblem(Full(file.Read<double>("Q_tril"), p.Length), p, new LinearConstraints(p.Length, rows));
        double[] q = file.Entries.ContainsKey("dLdQ_tril") ? Full(file.Read<double>("dLdQ_tril"), p.Length) : [];
        return new Golden(name, problem, file.Read<double>("x"), Optional("lambda"), Optional("dLdx"), q, Optional("dLdp"), Optional("dLdh"));
    }

    private static string Folder => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>Both triangles from the lower one, row by row.</summary>
    private static double[] Full(double[] triangle, int n)
    {
        double[] full = new double[n * n];
        for (int i = 0, k = 0; i < n; i++)
        {
            for (int j = 0; j <= i; j++, k++)
                full[(i * n) + j] = full[(j * n) + i] = triangle[k];
        }
        return full;
    }

    private static SparseRows Sparse(SafetensorsFile file, int n)
    {
        sbyte[] g = file.Read<sbyte>("G");
        List<int> starts = [0], indices = [];
        List<double> values = [];
        for (int r = 0; r < g.Length / n; r++)
        {
            foreach (int c in Enumerable.Range(0, n).Where(c => g[(r * n) + c] != 0))
            {
                indices.Add(c);
                values.Add(g[(r * n) + c]);
            }
            starts.Add(indices.Count);
        }
        return new SparseRows(n, [.. starts], [.. indices], [.. values]);
    }
}
