using System.Diagnostics;
using System.Text;

namespace DiffOG.EndToEnd.Tests;

/// <summary>What a process said and how it ended.</summary>
internal sealed record Ended(int Code, string Output);

/// <summary>The real <c>diffog</c>, as a process.</summary>
internal sealed class Diffog : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);
    private readonly Process process;
    private readonly StringBuilder output = new();

    private Diffog(Process process)
    {
        this.process = process;
        process.OutputDataReceived += (_, line) => Add(line.Data);
        process.ErrorDataReceived += (_, line) => Add(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>The built program.</summary>
    private static string Program
    {
        get
        {
            var folder = new DirectoryInfo(AppContext.BaseDirectory);
            while (folder.Name != "artifacts")
                folder = folder.Parent ?? throw new InvalidOperationException($"{AppContext.BaseDirectory} does not lie under artifacts.");
            return Path.Combine(folder.FullName, "bin", "DiffOG.Host", new DirectoryInfo(AppContext.BaseDirectory).Name, "diffog.dll");
        }
    }

    /// <summary>What it said so far.</summary>
    internal string Output
    {
        get
        {
            lock (output)
                return output.ToString();
        }
    }

    /// <summary>Starts it.</summary>
    /// <param name="folder">The current folder of the process.</param>
    /// <param name="arguments">The command line.</param>
    internal static Diffog Start(string folder, params string[] arguments) => new(Process.Start(new ProcessStartInfo("dotnet", [Program, .. arguments])
    {
        WorkingDirectory = folder,
        RedirectStandardOutput = true,
        RedirectStandardError = true,
    })!);

    /// <summary>Runs it to its end.</summary>
    internal static Ended Run(string folder, params string[] arguments)
    {
        using Diffog started = Start(folder, arguments);
        return started.Wait();
    }

    /// <summary>Waits for its end.</summary>
    internal Ended Wait()
    {
        if (!process.WaitForExit(Longest))
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"diffog did not end within {Longest}:\n{Output}");
        }
        process.WaitForExit(); // until all output is read
        return new Ended(process.ExitCode, Output);
    }

    /// <summary>Waits until something is the case, while the process runs.</summary>
    internal void WaitUntil(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            if (process.HasExited)
                throw new InvalidOperationException($"diffog ended with {process.ExitCode} too early:\n{Output}");
            if (watch.Elapsed > Longest)
                throw new TimeoutException($"what was waited for did not happen:\n{Output}");
            Thread.Sleep(5);
        }
    }

    /// <summary>SIGKILL: the process cannot do anything about it.</summary>
    internal void Kill()
    {
        process.Kill();
        process.WaitForExit();
    }

    /// <summary>Sends a signal by its name.</summary>
    internal void Signal(string name) => Process.Start("kill", [$"-{name}", $"{process.Id}"]).WaitForExit();

    public void Dispose()
    {
        if (!process.HasExited)
            process.Kill(entireProcessTree: true);
        process.Dispose();
    }

    private void Add(string? line)
    {
        lock (output)
            output.AppendLine(line);
    }
}
