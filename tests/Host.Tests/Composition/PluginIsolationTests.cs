using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Host.Composition;
using DiffOG.Projectors;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DiffOG.Host.Tests.Composition;

public sealed class PluginIsolationTests : IDisposable
{
    private readonly Scratch _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plugin_that_carries_its_own_copies_of_the_contracts_works()
    {
        string folder = PluginCompiler.Plugin(_folder.Root, "Carrier", Source("carrier", "0"));
        foreach (Type contract in new[] { typeof(IConstraintSet), typeof(System.Composition.ExportAttribute), typeof(DiffOG.Learning.Natives.TorchRuntime) })
            File.Copy(contract.Assembly.Location, Path.Combine(folder, Path.GetFileName(contract.Assembly.Location)));
        PluginCatalogue catalogue = PluginCatalogue.Load([folder], NullLoggerFactory.Instance);
        Assert.Empty(catalogue.Problems);
        IConstraintSet made = PluginCatalogue.Create<IConstraintSet>(catalogue.Find(PluginKind.ConstraintSet, "carrier"), null, new PluginContext());
        Assert.Equal(6, made.Build(new ConstraintContext(2, 3)).Variables);
    }

    [Fact]
    public void Two_plugins_may_use_different_versions_of_a_library()
    {
        foreach (int version in new[] { 1, 2 })
        {
            string library = Path.Combine(_folder.Root, $"P{version}", "Extra.dll");
            PluginCompiler.Compile(library, $"[assembly: System.Reflection.AssemblyVersion(\"{version}.0.0.0\")] public static class Extra {{ public static int Number() => {version}0; }}");
            PluginCompiler.Plugin(_folder.Root, $"P{version}", Source($"p{version}", "Extra.Number()"), library);
        }
        PluginCatalogue catalogue = PluginCatalogue.Load([_folder.Root], NullLoggerFactory.Instance);
        Assert.Equal([10, 20], catalogue.Plugins.Select(p => PluginCatalogue.Create<IConstraintSet>(p, null, new PluginContext()).Build(new ConstraintContext(0, 0)).Variables));
    }

    [Fact]
    public void Listing_constructs_no_plugin()
    {
        string trace = Path.Combine(_folder.Root, "trace.txt");
        PluginCompiler.Plugin(_folder.Root, "Eager", Source("eager", "0").Replace("{ public override IConstraintSet", $$"""
            { static SizedPlugin() => System.IO.File.WriteAllText(@"{{trace}}", "ran"); public override IConstraintSet
            """, StringComparison.Ordinal).Replace("\"Test set.\")", "\"Test set.\", Needs = [typeof(DiffOG.Projectors.IQProjector)])", StringComparison.Ordinal));
        PluginCatalogue catalogue = PluginCatalogue.Load([_folder.Root], NullLoggerFactory.Instance);
        PluginDescriptor plugin = Assert.Single(catalogue.Plugins);
        Assert.Equal(("eager", PluginKind.ConstraintSet, "Test set.", new Version(1, 2, 3, 0), ContractVersion.Current, typeof(IConstraintSet)), (plugin.Id, plugin.Kind, plugin.Description, plugin.Version, plugin.ContractVersion, plugin.ContractType));
        Assert.Equal([typeof(IQProjector)], plugin.Needs);
        Assert.False(File.Exists(trace));
        PluginCatalogue.Create<IConstraintSet>(plugin, null, new PluginContext());
        Assert.True(File.Exists(trace));
    }

    private static string Source(string id, string extra) => PluginCompiler.Usings + $$"""
        sealed class Sized(int extra) : IConstraintSet { public LinearConstraints Build(ConstraintContext c) => new((c.Steps * c.Dimensions) + extra, Array.Empty<ConstraintBlock>()); }
        [Plugin("{{id}}", "Test set.")]
        public sealed class SizedPlugin : Plugin<IConstraintSet, NoOptions> { public override IConstraintSet Create(NoOptions o, PluginContext c) => new Sized({{extra}}); }
        """;
}
