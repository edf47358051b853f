namespace DiffOG.Host.Tests;

/// <summary>A folder that goes away with the test.</summary>
internal sealed class Scratch : IDisposable
{
    internal string Root { get; } = Directory.CreateTempSubdirectory("diffog-host-").FullName;

    internal string this[string name] => Path.Combine(Root, name);

    /// <summary>Writes a text file; returns its full path.</summary>
    internal string Write(string name, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(this[name])!);
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}

/// <summary>A clock that goes on by a second whenever it is read.</summary>
internal sealed class TickingClock : TimeProvider
{
    internal static readonly DateTimeOffset Start = new(2030, 1, 2, 3, 4, 5, TimeSpan.Zero);
    private long seconds;

    public override long TimestampFrequency => 1;

    public override DateTimeOffset GetUtcNow() => Start.AddSeconds(Interlocked.Increment(ref seconds));

    public override long GetTimestamp() => Interlocked.Increment(ref seconds);
}
