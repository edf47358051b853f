namespace DiffOG.Datasets.LeRobot.Pictures;

/// <summary>Changes the size of pictures: each new pixel is the mean of the area that it covers, which neither blurs nor aliases when shrinking.</summary>
internal sealed class AreaResampler
{
    private readonly int width, newWidth, newHeight;
    private readonly (int Index, float Weight)[][] columns, rows;

    /// <param name="from">Height and width of the pictures given [pixels].</param>
    /// <param name="to">Height and width wanted [pixels].</param>
    internal AreaResampler((int Height, int Width) from, (int Height, int Width) to)
    {
        (width, newHeight, newWidth) = (from.Width, to.Height, to.Width);
        (rows, columns) = (Shares(from.Height, to.Height), Shares(from.Width, to.Width));
    }

    /// <summary>Resizes one picture.</summary>
    /// <param name="picture">[height, width, 3].</param>
    /// <param name="result">[new height, new width, 3].</param>
    internal void Resize(ReadOnlySpan<byte> picture, Span<byte> result)
    {
        for (int y = 0; y < newHeight; y++)
        {
            for (int x = 0; x < newWidth; x++)
            {
                (float red, float green, float blue) = (0, 0, 0);
                foreach ((int row, float tall) in rows[y])
                {
                    foreach ((int column, float wide) in columns[x])
                    {
                        int i = ((row * width) + column) * 3;
                        float share = tall * wide;
                        (red, green, blue) = (red + (share * picture[i]), green + (share * picture[i + 1]), blue + (share * picture[i + 2]));
                    }
                }
                int j = ((y * newWidth) + x) * 3;
                (result[j], result[j + 1], result[j + 2]) = ((byte)(red + 0.5f), (byte)(green + 0.5f), (byte)(blue + 0.5f));
            }
        }
    }

    /// <summary>Which old pixels, along one side, a new one covers, and by which share of itself.</summary>
    private static (int, float)[][] Shares(int old, int now) => [.. Enumerable.Range(0, now).Select(i =>
    {
        double start = (double)i * old / now, end = (double)(i + 1) * old / now;
        int first = (int)start, last = Math.Min(old - 1, (int)Math.Ceiling(end) - 1);
        return Enumerable.Range(first, last - first + 1)
            .Select(k => (k, (float)((Math.Min(end, k + 1) - Math.Max(start, k)) / (end - start)))).Where(s => s.Item2 > 0).ToArray();
    })];
}
