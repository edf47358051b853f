using System.Diagnostics;
using Xunit;

namespace DiffOG.EndToEnd.Tests;

public sealed class BadInputTests(FinishedRun finished) : IDisposable
{
    private readonly Tiny tiny = new();

    [Fact]
    public void an_unknown_key_is_named_with_the_nearest_valid_one()
    {
        File.WriteAllText(tiny["tiny.json"], File.ReadAllText(tiny["tiny.json"]).Replace("\"batchSize\": 8", "\"batchsice\": 8", StringComparison.Ordinal));
        Fails(2, ["batchsice", "batchSize", "tiny.json"], "run", "tiny.json");
        Assert.False(Directory.Exists(tiny["runs"]));
    }

    [Fact]
    public void an_unknown_plugin_is_named_with_the_nearest_one() =>
        Fails(2, ["difusion", "diffusion"], "run", "tiny.json", "--set", "policy.id=difusion", "--set", "policy.options={}");

    [Fact]
    public void a_file_that_is_not_there_is_named() => Fails(2, ["nothing.json"], "run", "nothing.json");

    [Fact]
    public void demonstrations_that_are_not_there_are_named()
    {
        NeedsSimulator();
        Fails(3, ["DOG1450", "no-demos"], "run", "tiny.json", "--set", "dataset.id=episodes", "--set", "dataset.options.path=no-demos");
    }

    [Fact]
    public void demonstrations_that_were_cut_short_are_named()
    {
        NeedsSimulator();
        string demonstrations = Path.Combine(finished.Copy(), "demonstrations");
        string episode = Path.Combine(demonstrations, "episode-000001.safetensors");
        using (FileStream file = File.OpenWrite(episode))
            file.SetLength(file.Length / 2);
        Fails(3, ["DOG1453", "episode-000001"], "run", "tiny.json", "--set", "dataset.id=episodes", "--set", $"dataset.options.path={demonstrations}");
    }

    [Fact]
    public void a_checkpoint_of_another_shape_is_refused_with_the_differences()
    {
        NeedsSimulator();
        string copy = finished.Copy();
        File.Copy(Path.Combine(copy, "checkpoints/layer/layer.safetensors"), Path.Combine(copy, "checkpoints/policy/policy.safetensors"), overwrite: true);
        Fails(3, ["DOG1302"], "evaluate", "--run", copy, "--force");
        Assert.True(File.Exists(Path.Combine(copy, "evaluation/ours.safetensors")));
    }

    [Fact]
    public void a_folder_of_another_experiment_is_left_as_it_is()
    {
        NeedsSimulator();
        string copy = finished.Copy();
        string before = File.ReadAllText(Path.Combine(copy, "manifest.json"));
        Fails(3, ["DOG1503", "'tiny'"], "run", "tiny.json", "--run", copy, "--set", "name=other");
        Assert.Equal(before, File.ReadAllText(Path.Combine(copy, "manifest.json")));
    }

    [Fact]
    public void a_run_folder_that_cannot_be_written_is_named()
    {
        // Permissions do not stop root; a file in the folder's place stops everybody.
        File.WriteAllText(tiny["runs"], "");
        Fails(3, ["DOG1501", "runs"], "run", "tiny.json");
    }

    [Fact]
    public void a_read_only_run_folder_is_named()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.UserName == "root", "Permissions do not stop root.");
        Directory.CreateDirectory(tiny["locked"]);
        if (!OperatingSystem.IsWindows())
            File.SetUnixFileMode(tiny["locked"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        Fails(3, ["DOG1501", "locked"], "run", "tiny.json", "--run", "locked");
    }

    [Fact]
    public void a_full_disk_loses_nothing_and_the_run_goes_on_when_there_is_space()
    {
        NeedsSimulator();
        string disk = tiny["disk"];
        Directory.CreateDirectory(disk);
        Assert.SkipUnless(OperatingSystem.IsLinux() && Mount("-t", "tmpfs", "-o", "size=900k", "tmpfs", disk), "A small disk cannot be mounted here.");
        try
        {
            Fails(3, ["DOG1502", "untouched", "Free some space"], "run", "tiny.json", "--run", "disk/run");
            Assert.True(Mount("-o", "remount,size=200m", disk));
            Ended ended = tiny.Diffog("train", "tiny.json", "--run", "disk/run");
            Assert.True(ended.Code == 0, ended.Output);
        }
        finally
        {
            Process.Start("umount", [disk]).WaitForExit();
        }
    }

    public void Dispose() => tiny.Dispose();

    private void NeedsSimulator() => Assert.SkipWhen(finished.Missing is not null, finished.Missing ?? "");

    private void Fails(int code, string[] words, params string[] arguments)
    {
        Ended ended = tiny.Diffog(arguments);
        Assert.True(ended.Code == code, $"exit code {ended.Code}:\n{ended.Output}");
        Assert.All(words, word => Assert.Contains(word, ended.Output, StringComparison.OrdinalIgnoreCase));
        Assert.DoesNotContain("nobody foresaw", ended.Output);
        Assert.DoesNotContain("   at ", ended.Output);
    }

    private static bool Mount(params string[] arguments)
    {
        try
        {
            using Process mount = Process.Start(new ProcessStartInfo("mount", arguments) { RedirectStandardError = true })!;
            mount.WaitForExit();
            return mount.ExitCode == 0;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return false;
        }
    }
}
