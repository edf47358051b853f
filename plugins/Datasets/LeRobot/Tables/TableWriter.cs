using Parquet;
using Parquet.Schema;

namespace DiffOG.Datasets.LeRobot.Tables;

/// <summary>A column to write; every value is there, though the column says that it may be missing, as LeRobot's do.</summary>
internal abstract class WrittenColumn
{
    /// <summary>Its place in the table's description.</summary>
    internal abstract Field Field { get; }

    /// <summary>How many rows it has.</summary>
    internal abstract int Rows { get; }

    /// <summary>Writes some rows into a row group.</summary>
    internal abstract Task Write(ParquetRowGroupWriter group, int first, int count);

    /// <summary>One value a row.</summary>
    internal static WrittenColumn Of<T>(string name, T[] values)
        where T : struct => new Single<T>(new DataField<T>(name, true), values);

    /// <summary>Lists of one length.</summary>
    /// <param name="name">The column.</param>
    /// <param name="values">[rows, width].</param>
    /// <param name="width">Values a row.</param>
    /// <param name="element">What an element is called in the description.</param>
    internal static WrittenColumn Lists<T>(string name, T[] values, int width, string element = "element")
        where T : struct => new List<T>(new DataField<T>(element, true), name, values, width);

    /// <summary>One text a row.</summary>
    internal static WrittenColumn Texts(string name, IReadOnlyList<string> values) => new Text(new DataField<string>(name, true), values);

    /// <summary>One file a row, as {bytes, path}.</summary>
    internal static WrittenColumn Files(string name, IReadOnlyList<byte[]> files) => new File(name, files);

    private sealed class Single<T>(DataField column, T[] values) : WrittenColumn
        where T : struct
    {
        internal override Field Field => column;

        internal override int Rows => values.Length;

        internal override Task Write(ParquetRowGroupWriter group, int first, int count) => group.WriteAsync<T>(column, new ReadOnlyMemory<T?>([.. values.AsSpan(first, count).ToArray().Select(v => (T?)v)]));
    }

    private sealed class List<T>(DataField element, string name, T[] values, int width) : WrittenColumn
        where T : struct
    {
        private readonly ListField list = new(name, element);

        internal override Field Field => list;

        internal override int Rows => values.Length / width;

        internal override Task Write(ParquetRowGroupWriter group, int first, int count)
        {
            int[] present = new int[count * width], starts = new int[count * width];
            Array.Fill(present, element.MaxDefinitionLevel);
            for (int i = 0; i < starts.Length; i++)
                starts[i] = i % width == 0 ? 0 : 1;
            return group.WriteAllPartsAsync<T>(element, values.AsMemory(first * width, count * width), present, starts, default);
        }
    }

    private sealed class File : WrittenColumn
    {
        private readonly DataField bytes = new DataField<byte[]>("bytes", true), path = new DataField<string>("path", true);
        private readonly StructField file;
        private readonly IReadOnlyList<byte[]> files;

        internal File(string name, IReadOnlyList<byte[]> files) => (file, this.files) = (new StructField(name, bytes, path), files);

        internal override Field Field => file;

        internal override int Rows => files.Count;

        internal override async Task Write(ParquetRowGroupWriter group, int first, int count)
        {
            await group.WriteAsync(bytes, [.. files.Skip(first).Take(count)]).ConfigureAwait(false);
            await group.WriteAsync(path, [.. Enumerable.Range(first, count).Select(i => $"frame_{i:D6}.png")]).ConfigureAwait(false);
        }
    }

    private sealed class Text(DataField column, IReadOnlyList<string> values) : WrittenColumn
    {
        internal override Field Field => column;

        internal override int Rows => values.Count;

        internal override Task Write(ParquetRowGroupWriter group, int first, int count) => group.WriteAsync(column, [.. values.Skip(first).Take(count)]);
    }
}

/// <summary>Writes Parquet tables.</summary>
internal static class TableWriter
{
    /// <summary>Writes a table, compressed with Snappy unless something else is asked for.</summary>
    /// <param name="stream">Receives it.</param>
    /// <param name="columns">All with the same number of rows.</param>
    /// <param name="groupRows">Rows a row group.</param>
    /// <param name="compression">How pages are compressed.</param>
    /// <param name="metadata">Strings kept with the table.</param>
    internal static void Write(
        Stream stream, IReadOnlyList<WrittenColumn> columns, int groupRows = int.MaxValue, CompressionMethod compression = CompressionMethod.Snappy, IReadOnlyDictionary<string, string>? metadata = null) =>
        WriteAsync(stream, columns, groupRows, compression, metadata).GetAwaiter().GetResult();

    private static async Task WriteAsync(Stream stream, IReadOnlyList<WrittenColumn> columns, int groupRows, CompressionMethod compression, IReadOnlyDictionary<string, string>? metadata)
    {
        var schema = new ParquetSchema(columns.Select(c => c.Field));
        await using ParquetWriter writer = await ParquetWriter.CreateAsync(schema, stream, new ParquetOptions { CompressionMethod = compression }).ConfigureAwait(false);
        if (metadata is not null)
            writer.CustomMetadata = metadata;
        for (int first = 0; first < columns[0].Rows; first += Math.Min(groupRows, columns[0].Rows - first))
        {
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            int count = Math.Min(groupRows, columns[0].Rows - first);
            foreach (WrittenColumn column in columns)
                await column.Write(group, first, count).ConfigureAwait(false);
            group.CompleteValidate();
        }
    }
}
