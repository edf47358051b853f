using System.Text;

namespace DiffOG.Datasets.LeRobot.Writing;

/// <summary>A file of lines that grows. Lines beyond those that count, whole or torn, are what a killed process left, and are overwritten.</summary>
internal sealed class LineFile
{
    private readonly string path;
    private long end;

    /// <param name="path">The file; made where there is none.</param>
    /// <param name="lines">How many count.</param>
    /// <exception cref="FormatException">It has fewer.</exception>
    internal LineFile(string path, int lines)
    {
        this.path = path;
        using var file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.Read);
        using var buffered = new BufferedStream(file, 1 << 16);
        for (int found = 0; found < lines; end++)
        {
            int next = buffered.ReadByte();
            if (next < 0)
                throw new FormatException($"it has {found} lines, and {lines} episodes count");
            found += next == '\n' ? 1 : 0;
        }
    }

    /// <summary>Adds a line, on the disk when this returns.</summary>
    internal void Append(string line)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(line + "\n");
        using var file = new FileStream(path, FileMode.Open, FileAccess.Write);
        file.SetLength(end);
        file.Position = end;
        file.Write(bytes);
        file.Flush(flushToDisk: true);
        end += bytes.Length;
    }
}
