using DiffOG.Host.Qp.Qps;

namespace DiffOG.Host.Qp;

/// <summary>Finds the reader for a problem file.</summary>
internal static class QpFiles
{
    internal const string Json = ".qp.json";

    private const string Qps = ".qps";

    /// <summary>Reads a problem.</summary>
    /// <param name="path">Absolute.</param>
    /// <param name="shown">As messages name it.</param>
    /// <exception cref="Diagnostics.DiffOGException">DOG1220 to DOG1225: what is wrong with it.</exception>
    internal static QpCase Read(string path, string shown)
    {
        bool json = path.EndsWith(Json, StringComparison.OrdinalIgnoreCase);
        if (!json && !path.EndsWith(Qps, StringComparison.OrdinalIgnoreCase))
            throw QpErrors.NotReadable(shown, $"its name ends neither in {Json} nor in {Qps}");
        try
        {
            if (json)
                return QpJsonReader.Read(shown, File.ReadAllBytes(path));
            using StreamReader text = File.OpenText(path);
            return QpsReader.Read(shown, text);
        }
        catch (Exception cause) when (cause is IOException or UnauthorizedAccessException)
        {
            throw QpErrors.NotReadable(shown, cause is FileNotFoundException or DirectoryNotFoundException ? "it does not exist" : cause.Message, cause);
        }
    }
}
