using System.Diagnostics;
using System.Runtime.InteropServices;
using DiffOG.Simulation.MuJoCo.Interop;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Interop;

/// <summary>What can only be seen from outside: this test program is started again with a wish in its environment.</summary>
public sealed class FatalTests
{
    private const string Wish = "DIFFOG_TEST_WISH";

    [Fact]
    public void A_native_error_ends_the_process_with_our_own_words()
    {
        Needs.MuJoCo();
        (int exitCode, string said) = Start("native-error", []);
        Assert.Equal(MuJoCoFatal.ExitCode, exitCode);
        Assert.Contains("DOG1606: MuJoCo stopped with an error it cannot recover from: the sky fell.", said, StringComparison.Ordinal);
        Assert.DoesNotContain("Press Enter", said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_empty_folder_in_the_environment_is_named()
    {
        using TemporaryFolder folder = new();
        (_, string said) = Start("open", new() { ["DIFFOG_MUJOCO"] = folder.Path });
        Assert.Contains($"DOG1601: DIFFOG_MUJOCO names '{folder.Path}'", said, StringComparison.Ordinal);
    }

    [Fact]
    public void Headers_of_another_release_are_refused()
    {
        MuJoCoLibrary library = Needs.MuJoCo();
        using TemporaryFolder folder = new();
        string lib = Directory.CreateDirectory(Path.Combine(folder.Path, "lib")).FullName;
        foreach (string file in Directory.GetFiles(Path.GetDirectoryName(library.Location.Library)!, "*.so*"))
            File.CreateSymbolicLink(Path.Combine(lib, Path.GetFileName(file)), file);
        foreach (string file in Directory.GetFiles(Path.Combine(library.Location.Headers, "mujoco")))
        {
            string text = File.ReadAllText(file);
            folder.Write($"include/mujoco/{Path.GetFileName(file)}", text.Replace($"mjVERSION_HEADER {library.Version}", "mjVERSION_HEADER 1", StringComparison.Ordinal));
        }
        (_, string said) = Start("open", new() { ["DIFFOG_MUJOCO"] = folder.Path });
        Assert.Contains($"DOG1603: The headers in '{folder.Path}/include' do not fit", said, StringComparison.Ordinal);
        Assert.Contains($"the library is {library.VersionName}, the headers are of 0.0.1", said, StringComparison.Ordinal);
    }

    /// <summary>What the started process does; does nothing in an ordinary run.</summary>
    [Fact]
    public unsafe void Wish_of_a_started_process()
    {
        switch (Environment.GetEnvironmentVariable(Wish))
        {
            case "open":
                MuJoCoLibrary.Open();
                break;
            case "native-error":
                nint library = NativeLibrary.Load(MuJoCoLibrary.Open().Location.Library);
                fixed (byte* message = "the sky fell"u8)
                    ((delegate* unmanaged<byte*, void>)NativeLibrary.GetExport(library, "mju_error"))(message);
                break;
        }
    }

    private static (int ExitCode, string Said) Start(string wish, Dictionary<string, string> environment)
    {
        ProcessStartInfo start = new("dotnet", [typeof(FatalTests).Assembly.Location, "-noColor", "-noLogo", "-method", "*.FatalTests.Wish_of_a_started_process"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[Wish] = wish;
        foreach ((string name, string value) in environment)
            start.Environment[name] = value;
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string said = process.StandardOutput.ReadToEnd() + errors.GetAwaiter().GetResult();
        process.WaitForExit();
        return (process.ExitCode, said);
    }
}
