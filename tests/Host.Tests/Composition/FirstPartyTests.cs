using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Host.Composition;
using DiffOG.Host.Configuration;
using DiffOG.Host.Tests.Configuration;
using DiffOG.Specs;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace DiffOG.Host.Tests.Composition;

/// <summary>The plugins of this repository, as the build laid them out, and the experiments that use them.</summary>
public sealed class FirstPartyTests
{
    [Fact]
    public void The_builds_own_plugins_load_without_a_problem_and_cover_every_kind()
    {
        PluginCatalogue catalogue = Built();
        Assert.Equal("", string.Join('\n', catalogue.Problems));
        Assert.Equal(Enum.GetValues<PluginKind>(), catalogue.Plugins.Select(p => p.Kind).Distinct().Order());
    }

    [Fact]
    public void Every_experiment_is_in_order_and_satisfies_the_schema()
    {
        PluginCatalogue catalogue = Built();
        MiniSchema schema = new(new ExperimentSchema(catalogue).Write());
        ExperimentLoader loader = new(catalogue, Repository.Root);
        Assert.All(Directory.EnumerateFiles(Path.Combine(Repository.Root, "experiments"), "*.json"), file =>
        {
            // What a user must give is given here: the place of the data.
            string[] sets = File.ReadAllText(file).Contains("\"zarr\"", StringComparison.Ordinal) ? ["dataset.options.path=data.zarr"] : [];
            Assert.True(schema.Accepts(loader.Load(file, sets, new Dictionary<string, string>()).Json), file);
        });
    }

    [Fact]
    public void Constraint_sets_combine_across_their_folders()
    {
        PluginCatalogue catalogue = Built();
        PluginChoice choice = new ExperimentLoader(catalogue, Repository.Root).Choose(PluginKind.ConstraintSet, "combined", """
            { "sets": [
              { "id": "difference", "options": { "limit": 0.1 } },
              { "id": "difference", "options": { "limit": 0.02, "order": 2 } },
              { "id": "box", "options": { "limit": 0.9, "overrides": { "y": { "lower": 0 } } } },
              { "id": "half-spaces", "options": { "halfSpaces": [ { "normal": { "x": 1, "y": 1 }, "upper": 1 } ] } },
              { "id": "difference", "options": { "limit": 0.05, "dimensions": ["y"] } } ] }
            """);
        ActionSpec action = new(ActionMode.Absolute, [new("x", ActionGroup.Translation, "m", -1, 1), new("y", ActionGroup.Translation, "m", -1, 1)]);

        LinearConstraints rows = catalogue.Create<IConstraintSet>(choice, new PluginContext { Action = action, Plugins = catalogue }).Build(new ConstraintContext(4, 2));

        Assert.Equal(["sets[0] difference, sets[4] difference", "sets[1] difference", "sets[2] box", "sets[3] half-spaces, halfSpaces[0]"], rows.Blocks.Select(b => b.Source));
        Assert.Equal([0.1, 0.05], rows.Upper[..2]);
    }

    private static PluginCatalogue Built()
    {
        IReadOnlyList<string> folders = PluginFolders.Default([], null);
        PluginCatalogue catalogue = PluginCatalogue.Load(folders, NullLoggerFactory.Instance);
        Assert.SkipWhen(catalogue.Plugins.Select(p => p.Folder).Distinct().Count() < 10, "Not all plugins are built; build the solution.");
        return catalogue;
    }
}
