using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Diagnostics;
using DiffOG.Host.Composition;
using DiffOG.Host.Experiments;
using DiffOG.Host.Wording;
using DiffOG.Learning.Policies;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;
using DiffOG.Robots;
using DiffOG.Simulation;
using DiffOG.Solvers;
using Xunit;

namespace DiffOG.Host.Tests.Composition;

public sealed class CatalogueTests
{
    [Fact]
    public void A_double_of_every_contract_is_made_from_its_options_and_context()
    {
        Makes<IPolicy>();
        Makes<IConstraintSet>();
        Makes<IQProjector>();
        Makes<IQpSolver>();
        Makes<ITrajectoryRefiner>();
        Makes<IRobot>();
        Makes<ISimulator>();
        Makes<IDemonstrationDataset>();
    }

    [Fact]
    public void An_id_may_occur_once_in_every_kind()
    {
        PluginCatalogue catalogue = PluginCatalogue.Of(("x", new Double<IPolicy, NoOptions>()), ("x", new Double<IQpSolver, NoOptions>()));
        Assert.Equal([PluginKind.Policy, PluginKind.QpSolver], catalogue.Plugins.Select(p => p.Kind));
    }

    [Fact]
    public void An_unknown_id_names_the_nearest_of_its_kind()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Doubles.Catalogue().Find(PluginKind.Refiner, "clpi"));
        Assert.Equal("DOG1110: There is no refiner 'clpi'; there are clip, none. Did you mean 'clip'? 'diffog plugins list' shows all plugins, and those that were refused.", error.Message);
    }

    [Fact]
    public void A_kind_without_any_plugin_says_so() => Assert.Equal(
        "There is no robot 'arm'; no robot is installed.",
        Assert.Throws<DiffOGException>(() => PluginCatalogue.Of().Find(PluginKind.Robot, "arm")).Detail);

    [Fact]
    public void A_plugin_of_a_lesser_contract_than_needed_is_refused_in_words()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Doubles.Catalogue().Create<ITrainablePolicy>(new PluginChoice { Id = "plain" }, new PluginContext()));
        Assert.Equal(("DOG1114", "The policy 'plain' makes IPolicy, but ITrainablePolicy is needed here."), (error.Id, error.Detail));
    }

    [Fact]
    public void Options_of_another_class_are_a_programming_error() => Assert.Throws<ArgumentException>(
        () => Doubles.Catalogue().Create<IPolicy>(new PluginChoice { Id = "plain", Options = new ManyOptions() }, new PluginContext()));

    [Fact]
    public void What_a_plugin_reports_itself_comes_through_unchanged()
    {
        DiffOGException own = new("DOG1850", "Own.", "Next.");
        Assert.Same(own, Assert.Throws<DiffOGException>(() => PluginCatalogue.Of(("x", new Failing(own))).Create<IConstraintSet>(new PluginChoice { Id = "x" }, new PluginContext())));
    }

    [Fact]
    public void Any_other_failure_of_a_plugin_is_named_as_its_own() => Assert.Equal(
        "DOG1113: The constraint set 'x' from this program failed while it was constructed: FileNotFoundException: libx.so Set DIFFOG_DEBUG=1 to see where; it is an error of the plugin.",
        Assert.Throws<DiffOGException>(() => PluginCatalogue.Of(("x", new Failing(new TypeInitializationException("X", new FileNotFoundException("libx.so"))))).Create<IConstraintSet>(new PluginChoice { Id = "x" }, new PluginContext())).Message);

    [Fact]
    public void Cancelling_is_no_failure() => Assert.Throws<OperationCanceledException>(
        () => PluginCatalogue.Of(("x", new Failing(new OperationCanceledException()))).Create<IConstraintSet>(new PluginChoice { Id = "x" }, new PluginContext()));

    [Theory]
    [InlineData("steps", "stpes", 1)]
    [InlineData("steps", "Steps", 0)]
    [InlineData("", "abc", 3)]
    [InlineData("horizon", "horizn", 1)]
    [InlineData("kitten", "sitting", 3)]
    public void Distance_counts_typing_errors(string first, string second, int expected)
    {
        Assert.Equal(expected, Nearest.Distance(first, second));
        Assert.Equal(expected, Nearest.Distance(second, first));
    }

    private static void Makes<T>()
        where T : class
    {
        Double<T, ManyOptions> plugin = new();
        ManyOptions options = new() { Count = 17 };
        PluginContext context = new() { Seed = 3 };
        Assert.Same(plugin.Made, PluginCatalogue.Of(("x", plugin)).Create<T>(new PluginChoice { Id = "x", Options = options }, context));
        Assert.Same(options, plugin.Given);
        Assert.Same(context, plugin.Context);
        PluginCatalogue.Of(("x", plugin)).Create<T>(new PluginChoice { Id = "x" }, context);
        Assert.Equal(5, plugin.Given!.Count);
    }

    private sealed class Failing(Exception failure) : Plugin<IConstraintSet, NoOptions>
    {
        public override IConstraintSet Create(NoOptions options, PluginContext context) => throw failure;
    }
}
