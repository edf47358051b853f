using DiffOG.Diagnostics;
using DiffOG.Host.Runs;
using Xunit;

namespace DiffOG.Host.Tests.Runs;

public sealed class RunFolderTests : IDisposable
{
    private readonly Scratch scratch = new();

    [Fact]
    public void a_run_folder_in_use_is_refused_and_free_again_afterwards()
    {
        using (RunFolder first = RunFolder.Open(scratch["run"]))
        {
            File.WriteAllText(first.Manifest, """{"experiment":"a","configurationHash":"h","baseFolder":"/","seeds":{"experiment":1,"firstDemonstration":0,"firstEvaluation":0},"versions":{},"machine":{"system":"","architecture":"","processor":"","cores":1,"memoryGigabytes":1,"runtime":""},"sessions":[{"started":"2030-01-01T00:00:00Z","process":4711,"command":"diffog"}]}""");
            DiffOGException refused = Assert.Throws<DiffOGException>(() => RunFolder.Open(scratch["run"]));
            Assert.Equal("DOG1504", refused.Id);
            Assert.Contains("process 4711", refused.Message);
        }
        RunFolder.Open(scratch["run"]).Dispose();
    }

    [Fact]
    public void a_run_folder_in_use_can_be_read_and_nothing_is_written_into_it()
    {
        using RunFolder first = RunFolder.Open(scratch["run"]);
        Assert.Equal("DOG1506", Assert.Throws<DiffOGException>(() => RunFolder.ForReading(scratch["run"])).Id);
        File.WriteAllText(first.Manifest, "{}");
        using RunFolder second = RunFolder.ForReading(scratch["run"]);
        Assert.Equal(first.Root, second.Root);
        Assert.Equal("DOG1506", Assert.Throws<DiffOGException>(() => RunFolder.ForReading(scratch["nowhere"])).Id);
        Assert.False(Directory.Exists(scratch["nowhere"]));
    }

    [Fact]
    public void a_folder_with_other_things_is_refused_and_left_as_it_is()
    {
        Directory.CreateDirectory(scratch["home"]);
        File.WriteAllText(Path.Combine(scratch["home"], "letter.txt"), "dear");
        Assert.Equal("DOG1506", Assert.Throws<DiffOGException>(() => RunFolder.Open(scratch["home"])).Id);
        Assert.Equal(["letter.txt"], Directory.EnumerateFileSystemEntries(scratch["home"]).Select(Path.GetFileName));
    }

    [Fact]
    public void a_file_in_place_of_the_folder_is_refused()
    {
        File.WriteAllText(scratch["run"], "");
        Assert.Equal("DOG1501", Assert.Throws<DiffOGException>(() => RunFolder.Open(scratch["run"])).Id);
    }

    [Fact]
    public void what_is_superseded_is_moved_and_never_deleted()
    {
        using RunFolder folder = RunFolder.Open(scratch["run"]);
        for (int i = 1; i <= 2; i++)
        {
            Directory.CreateDirectory(folder.PolicyCheckpoints);
            File.WriteAllText(Path.Combine(folder.PolicyCheckpoints, "policy.safetensors"), $"{i}");
            Assert.Equal($"superseded/train-{i}", folder.Relative(folder.Supersede("train", [folder.PolicyCheckpoints, folder["missing"]])!));
        }
        Assert.False(Directory.Exists(folder.PolicyCheckpoints));
        Assert.Equal("1", File.ReadAllText(folder["superseded/train-1/checkpoints/policy/policy.safetensors"]));
        Assert.Equal("2", File.ReadAllText(folder["superseded/train-2/checkpoints/policy/policy.safetensors"]));
        Assert.Null(folder.Supersede("train", [folder.PolicyCheckpoints]));
    }

    public void Dispose() => scratch.Dispose();
}
