using System.Diagnostics;
using Xunit;

namespace DiffOG.EndToEnd.Tests;

/// <summary>A third party's plugin, built from packages by <c>samples/build.sh</c> with its own contract tests.</summary>
[Trait("Category", "Slow")]
public sealed class SampleTests(SampleTests.Built built) : IClassFixture<SampleTests.Built>
{
    private static readonly string Samples = Find();
    private static readonly string Sample = Path.Combine(Samples, "WorkspaceBox");
    private static readonly string Plugins = Path.Combine(Sample, "bin", "plugins");

    [Fact]
    public void it_builds_from_packages_and_passes_its_contract_tests()
    {
        built.SkipWhereItCannotBe();
        Assert.Contains("Failed: 0", built.Output);
    }

    [Fact]
    public void its_folder_holds_the_plugin_and_nothing_that_the_host_has()
    {
        built.SkipWhereItCannotBe();
        Assert.Equal(
            ["WorkspaceBox.deps.json", "WorkspaceBox.dll", "WorkspaceBox.pdb", "plugin.json"],
            Directory.GetFiles(Path.Combine(Plugins, "WorkspaceBox")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("DiffOG.Abstractions", File.ReadAllText(Path.Combine(Plugins, "WorkspaceBox", "WorkspaceBox.deps.json")));
    }

    [Fact]
    public void the_program_finds_it()
    {
        built.SkipWhereItCannotBe();
        Ended ended = Diffog.Run(Sample, "plugins", "why", "sample/workspace-box", "--plugins", Plugins);
        Assert.True(ended.Code == 0, ended.Output);
        Assert.Contains("constraint set 'sample/workspace-box'", ended.Output);
        Assert.Contains("version    1.0.0", ended.Output);
    }

    [Fact]
    public void an_experiment_can_name_it_and_its_options_are_checked()
    {
        built.SkipWhereItCannotBe();
        Ended good = Diffog.Run(Sample, "config", "check", "push-t-in-a-box.json", "--plugins", Plugins);
        Assert.True(good.Code == 0, good.Output);
        Ended bad = Diffog.Run(Sample, "config", "check", "push-t-in-a-box.json", "--plugins", Plugins, "--set", "layer.constraints.options.sides.x.minimum=500");
        Assert.Equal(2, bad.Code);
        Assert.Contains("'x' goes from 500 to 462; the minimum must be smaller", bad.Output);
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "samples", "build.sh")))
            folder = folder.Parent;
        return Path.Combine(folder?.FullName ?? throw new InvalidOperationException("The tests do not run below the repository."), "samples");
    }

    /// <summary>The sample, built once.</summary>
    public sealed class Built
    {
        public Built()
        {
            if (OperatingSystem.IsWindows())
                return;
            using Process process = Process.Start(new ProcessStartInfo("sh", [Path.Combine(Samples, "build.sh"), "--build-only"]) { RedirectStandardOutput = true })!;
            Output = process.StandardOutput.ReadToEnd();
            process.WaitForExit();
            Code = process.ExitCode;
        }

        internal string Output { get; } = "";

        private int Code { get; }

        /// <summary>NuGet's NU1301: a feed cannot be reached.</summary>
        internal void SkipWhereItCannotBe()
        {
            Assert.SkipWhen(OperatingSystem.IsWindows(), "samples/build.sh needs a POSIX shell.");
            Assert.SkipWhen(Output.Contains("NU1301", StringComparison.Ordinal), $"The packages that the sample needs cannot be reached:\n{Output}");
            Assert.True(Code == 0, Output);
        }
    }
}
