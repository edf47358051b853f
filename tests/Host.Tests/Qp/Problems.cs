using DiffOG.Host.Qp;

namespace DiffOG.Host.Tests.Qp;

/// <summary>The problem files of these tests, with their solutions as found by hand.</summary>
internal static class Problems
{
    /// <summary>A file's path.</summary>
    internal static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Qp", "Problems", name);

    /// <summary>A problem.</summary>
    internal static QpCase Read(string name) => QpFiles.Read(PathOf(name), name);

    /// <summary>A QPS text.</summary>
    internal static QpCase Qps(string text) => DiffOG.Host.Qp.Qps.QpsReader.Read("test.qps", new StringReader(text));
}
