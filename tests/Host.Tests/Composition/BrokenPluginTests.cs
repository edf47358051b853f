using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Host.Composition;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DiffOG.Host.Tests.Composition;

/// <summary>One plugin folder for each way of being broken: it is refused with its reason, and nothing else suffers.</summary>
public sealed class BrokenPluginTests : IDisposable
{
    private const string Good = PluginCompiler.Usings + PluginCompiler.FreeSet + """
        [Plugin("good", "Works.")]
        public sealed class GoodPlugin : Plugin<IConstraintSet, NoOptions> { public override IConstraintSet Create(NoOptions o, PluginContext c) => new Free(); }
        """;

    private readonly Scratch _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_broken_plugin_is_logged_listed_and_skipped()
    {
        PluginCompiler.Plugin(_folder.Root, "Good", Good);
        Directory.CreateDirectory(Path.Combine(_folder.Root, "Empty"));
        PluginCatalogue catalogue = Load();
        Assert.Equal("good", Assert.Single(catalogue.Plugins).Id);
        PluginProblem problem = Assert.Single(catalogue.Problems);
        Assert.Equal(("DOG1101", "The folder has no plugin.json.", Path.Combine(_folder.Root, "Empty")), (problem.Id, problem.Reason, problem.Folder));
    }

    [Theory]
    [InlineData("oops", "plugin.json cannot be read: 'o' is an invalid start of a value.")]
    [InlineData("{ \"formatVersion\": 1, \"assembly\": \"Bad.dll\", \"version\": \"1\" }", "plugin.json cannot be read: JSON deserialization for type 'DiffOG.Host.Composition.PluginManifest' was missing required properties including: 'contractVersion'.")]
    [InlineData("{ \"formatVersion\": 9, \"assembly\": \"Bad.dll\", \"version\": \"1\", \"contractVersion\": \"0.1.0\" }", "plugin.json has formatVersion 9; this program reads 1.")]
    [InlineData("{ \"formatVersion\": 1, \"assembly\": \"../Bad.dll\", \"version\": \"1\", \"contractVersion\": \"0.1.0\" }", "plugin.json names the assembly '../Bad.dll'; it must be the name of a .dll file in the same folder.")]
    [InlineData("{ \"formatVersion\": 1, \"assembly\": \"Bad.dll\", \"version\": \"1\", \"contractVersion\": \"new\" }", "plugin.json gives contractVersion 'new'; it must be a version such as 0.1.0.")]
    [InlineData("{ \"formatVersion\": 1, \"assembly\": \"Bad.dll\", \"version\": \"1\", \"contractVersion\": \"0.1.0\" }", "plugin.json names the assembly 'Bad.dll', which the folder does not hold.")]
    public void A_bad_manifest(string manifest, string reason)
    {
        _folder.Write("Bad/plugin.json", manifest);
        Refused("DOG1101", reason);
    }

    [Fact]
    public void An_assembly_that_is_cut_short()
    {
        string folder = PluginCompiler.Plugin(_folder.Root, "Bad", Good);
        string file = Path.Combine(folder, "Bad.dll");
        File.WriteAllBytes(file, File.ReadAllBytes(file)[..300]);
        Assert.StartsWith("Bad.dll is not a readable .NET assembly: ", Refused("DOG1101").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_manifest_that_admits_another_contract_version()
    {
        PluginCompiler.Manifest(PluginCompiler.Plugin(_folder.Root, "Bad", Good), "Bad", "0.9.0");
        Assert.Equal(["good"], Refused("DOG1102", "It was built against version 0.9.0 of the contracts; this program has 0.1.0 and takes 0.1.x.").PluginIds);
    }

    [Fact]
    public void An_assembly_that_was_compiled_against_another_contract_version()
    {
        string old = Path.Combine(_folder.Root, ".old", "DiffOG.Abstractions.dll");
        PluginCompiler.Compile(old, """
            [assembly: System.Reflection.AssemblyVersion("0.0.7.0")]
            namespace DiffOG.Composition { public sealed class PluginAttribute(string id, string description) : System.Attribute { public string Id => id + description; } }
            """);
        PluginCompiler.Plugin(_folder.Root, "Bad", """[DiffOG.Composition.Plugin("ancient", "Old.")] public class Old;""", old);
        PluginProblem problem = Refused("DOG1102", "It was built against version 0.0.7 of the contracts; this program has 0.1.0 and takes 0.1.x.");
        Assert.Equal(["ancient"], problem.PluginIds);
    }

    [Fact]
    public void An_assembly_that_uses_no_contract()
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", "public class Nothing;");
        Refused("DOG1102", "Bad.dll does not use DiffOG.Abstractions, so it holds no plugin.");
    }

    [Fact]
    public void A_dependency_that_is_not_in_the_folder()
    {
        string extra = Path.Combine(_folder.Root, ".extra", "Extra.dll");
        PluginCompiler.Compile(extra, "[assembly: System.Reflection.AssemblyVersion(\"4.5.6.0\")] public static class Extra { public static int Number() => 7; }");
        PluginCompiler.Plugin(_folder.Root, "Bad", Good + "public static class User { public static int Use() => Extra.Number(); }", extra);
        Refused("DOG1103", "It needs Extra 4.5.6, which is not in the folder.");
    }

    [Fact]
    public void A_plugin_that_uses_the_program()
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", Good + "public class User { public object Use() => new DiffOG.Host.Experiments.ExperimentOptions(); }");
        Refused("DOG1103", "It needs the program itself ('diffog'), which plugins must not use.");
    }

    [Fact]
    public void An_assembly_without_a_plugin_attribute()
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", PluginCompiler.Usings + "public abstract class Mine : Plugin<IConstraintSet, NoOptions>;");
        Refused("DOG1104", "Bad.dll has no class with a [Plugin] attribute.");
    }

    [Theory]
    [InlineData("public sealed class Bad {}", "it must derive from Plugin<TContract, TOptions>")]
    [InlineData("public abstract class Bad : Plugin<IConstraintSet, NoOptions> {}", "it must be a concrete class with a public constructor without parameters")]
    [InlineData("public sealed class Bad(int n) : Plugin<IConstraintSet, NoOptions> { public override IConstraintSet Create(NoOptions o, PluginContext c) => throw new Exception(n.ToString()); }", "it must be a concrete class with a public constructor without parameters")]
    [InlineData("public sealed class Bad : Plugin<string, NoOptions> { public override string Create(NoOptions o, PluginContext c) => \"\"; }", "String is none of the contracts, and implements none: IPolicy, IConstraintSet, IQProjector, IQpSolver, ITrajectoryRefiner, IRobot, ISimulator, IDemonstrationDataset")]
    public void A_class_that_cannot_be_used(string declaration, string why)
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", $"{PluginCompiler.Usings}[Plugin(\"bad\", \"Bad.\")] {declaration}");
        Assert.Equal(["bad"], Refused("DOG1105", $"Bad has a [Plugin] attribute but cannot be used: {why}.").PluginIds);
    }

    [Fact]
    public void A_need_that_nobody_fills()
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", Good.Replace("\"Works.\"", "\"Works.\", Needs = [typeof(IConstraintSet)]", StringComparison.Ordinal));
        Refused("DOG1105", "GoodPlugin has a [Plugin] attribute but cannot be used: it needs IConstraintSet; only IQProjector may be named there, every other part is given without asking.");
    }

    [Theory]
    [InlineData("Upper")]
    [InlineData("two words")]
    [InlineData("a/b/c")]
    [InlineData("")]
    public void A_bad_id(string id)
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", Good.Replace("\"good\"", $"\"{id}\"", StringComparison.Ordinal));
        Refused("DOG1106", $"GoodPlugin has the id '{id}'; an id is lower-case words and numbers joined by hyphens, with an optional family before a slash: mujoco/lift.");
    }

    [Fact]
    public void A_bad_class_does_not_take_its_neighbour_along()
    {
        PluginCompiler.Plugin(_folder.Root, "Mixed", Good + """[Plugin("bad", "Bad.")] public sealed class Bad;""");
        PluginCatalogue catalogue = Load();
        Assert.Equal("good", Assert.Single(catalogue.Plugins).Id);
        Assert.Equal("DOG1105", Assert.Single(catalogue.Problems).Id);
    }

    [Fact]
    public void A_second_plugin_with_the_same_id()
    {
        PluginCompiler.Plugin(_folder.Root, "A", Good);
        string second = PluginCompiler.Plugin(_folder.Root, "B", Good);
        PluginCatalogue catalogue = Load();
        Assert.Equal(Path.Combine(_folder.Root, "A"), Assert.Single(catalogue.Plugins).Folder);
        PluginProblem problem = Assert.Single(catalogue.Problems);
        Assert.Equal(("DOG1107", second, $"There is a constraint set 'good' already, from {Path.Combine(_folder.Root, "A")}; that one counts."), (problem.Id, problem.Folder, problem.Reason));
    }

    [Theory]
    [InlineData("public Uri Place { get; init; } = null!;", "cannot be configured: Mine.Place is a System.Uri.")]
    [InlineData("public Deep Inner { get; init; } = new(); public sealed class Deep { public object Any { get; init; } = 1; }", "cannot be configured: Deep.Any is a System.Object.")]
    [InlineData("public Mine() => throw new Exception(\"no\");", "cannot be constructed: no")]
    public void An_options_class_that_no_configuration_can_set(string member, string why)
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", Good.Replace("NoOptions", "Mine", StringComparison.Ordinal) + $" public sealed class Mine {{ {member} }}");
        Refused("DOG1108", $"The options class Mine of GoodPlugin {why}");
    }

    [Fact]
    public void A_plugin_that_composition_cannot_make()
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", Good.Replace("{ public override", "{ [System.Composition.Import] public IFormatProvider Absent { get; set; } = null!; public override", StringComparison.Ordinal));
        Assert.StartsWith("Composition failed: No export was found for the contract 'IFormatProvider'", Refused("DOG1109").Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_plugin_that_throws_when_it_is_constructed_is_listed_and_fails_when_it_is_used()
    {
        PluginCompiler.Plugin(_folder.Root, "Bad", Good.Replace("{ public override", "{ public GoodPlugin() => throw new InvalidOperationException(\"boom\"); public override", StringComparison.Ordinal));
        PluginCatalogue catalogue = Load();
        DiffOGException error = Assert.Throws<DiffOGException>(() => PluginCatalogue.Create<IConstraintSet>(catalogue.Find(PluginKind.ConstraintSet, "good"), null, new PluginContext()));
        Assert.Equal($"DOG1113: The constraint set 'good' from {Path.Combine(_folder.Root, "Bad")} failed while it was constructed: InvalidOperationException: boom Set DIFFOG_DEBUG=1 to see where; it is an error of the plugin.", error.Message);
    }

    [Fact]
    public void Asking_for_a_refused_plugin_gives_the_reason_it_was_refused_for()
    {
        PluginCompiler.Manifest(PluginCompiler.Plugin(_folder.Root, "Bad", Good), "Bad", "0.9.0");
        DiffOGException error = Assert.Throws<DiffOGException>(() => Load().Find(PluginKind.ConstraintSet, "good"));
        Assert.Equal($"DOG1111: The constraint set 'good' cannot be used: It was built against version 0.9.0 of the contracts; this program has 0.1.0 and takes 0.1.x. (DOG1102, {Path.Combine(_folder.Root, "Bad")}) Get a build of the plugin for this version, or build it again.", error.Message);
    }

    [Fact]
    public void A_folder_that_does_not_exist()
    {
        string nowhere = Path.Combine(_folder.Root, "nowhere");
        DiffOGException error = Assert.Throws<DiffOGException>(() => PluginCatalogue.Load([nowhere], NullLoggerFactory.Instance));
        Assert.Equal(("DOG1112", $"The plugin folder {nowhere} cannot be read: Could not find a part of the path '{nowhere}'."), (error.Id, error.Detail));
    }

    private PluginCatalogue Load() => PluginCatalogue.Load([_folder.Root], NullLoggerFactory.Instance);

    private PluginProblem Refused(string id, string? reason = null)
    {
        PluginCatalogue catalogue = Load();
        Assert.Empty(catalogue.Plugins);
        PluginProblem problem = Assert.Single(catalogue.Problems);
        Assert.Equal((id, reason ?? problem.Reason, Path.Combine(_folder.Root, "Bad")), (problem.Id, problem.Reason, problem.Folder));
        Assert.NotEmpty(problem.Next);
        return problem;
    }
}
