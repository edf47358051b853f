using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints;
using DiffOG.Diagnostics;
using DiffOG.Solvers;
using NSubstitute;
using Xunit;

namespace DiffOG.Abstractions.Tests.Composition;

public sealed class CompositionTests
{
    [Fact]
    public void Before_1_0_only_the_same_minor_version_fits()
    {
        Version current = ContractVersion.Current;

        Assert.True(ContractVersion.Accepts(current));
        Assert.True(ContractVersion.Accepts(new Version(current.Major, current.Minor, current.Build + 1)));
        Assert.False(ContractVersion.Accepts(new Version(current.Major + 1, current.Minor)));
        Assert.False(ContractVersion.Accepts(new Version(current.Major, current.Minor + 1)));
    }

    [Fact]
    public void The_version_an_assembly_was_built_against_is_read_from_its_references()
    {
        Assert.Equal(ContractVersion.Current, ContractVersion.BuiltAgainst(typeof(CompositionTests).Assembly));
        Assert.Null(ContractVersion.BuiltAgainst(typeof(object).Assembly));
    }

    [Fact]
    public void A_chosen_plugin_is_made_in_the_context_of_the_one_that_chose_it()
    {
        var choice = new PluginChoice { Id = "inner" };
        IPluginMaker maker = Substitute.For<IPluginMaker>();
        var context = new PluginContext { Plugins = maker };
        IConstraintSet made = Substitute.For<IConstraintSet>();
        maker.Create<IConstraintSet>(choice, context).Returns(made);

        Assert.Same(made, context.Create<IConstraintSet>(choice));
        DiffOGException error = Assert.Throws<DiffOGException>(() => new PluginContext().Create<IConstraintSet>(choice));
        Assert.Equal(("DOG1150", "The plugin 'inner' is chosen by the options of another one, but nothing here makes plugins."), (error.Id, error.Detail));
    }

    [Fact]
    public void Every_kind_has_a_contract_and_every_contract_its_kind()
    {
        foreach (PluginKind kind in Enum.GetValues<PluginKind>())
            Assert.Equal(kind, PluginKinds.KindOf(PluginKinds.ContractOf(kind)));
        Assert.Equal(PluginKind.QpSolver, PluginKinds.KindOf(Substitute.For<IQpSolver>().GetType()));
        Assert.Null(PluginKinds.KindOf(typeof(string)));
    }

    [Fact]
    public void Parts_are_found_by_their_contract()
    {
        var constraints = Substitute.For<IConstraintSet>();
        var context = new PluginContext { Parts = [Substitute.For<IQpSolver>(), constraints] };

        Assert.Same(constraints, context.Part<IConstraintSet>());
    }

    [Fact]
    public void What_the_experiment_does_not_provide_is_named()
    {
        var context = new PluginContext();

        Assert.Equal("A plugin asked for IQpSolver, which this experiment does not provide.", Missing(() => context.Part<IQpSolver>()));
        Assert.Equal("A plugin asked for Action, which this experiment does not provide.", Missing(() => context.RequiredAction));
        Assert.Equal("A plugin asked for Observations, which this experiment does not provide.", Missing(() => context.RequiredObservations));
        Assert.Equal("A plugin asked for ChunkSteps, which this experiment does not provide.", Missing(() => context.RequiredChunkSteps));
        Assert.Equal("A plugin asked for Normalisation, which this experiment does not provide.", Missing(() => context.RequiredNormalisation));
    }

    [Fact]
    public void What_the_experiment_provides_is_handed_over()
    {
        ActionNormalisation map = ActionNormalisation.Identity(2);
        var context = new PluginContext { ChunkSteps = 15, Normalisation = map };

        Assert.Equal(15, context.RequiredChunkSteps);
        Assert.Same(map, context.RequiredNormalisation);
    }

    [Fact]
    public void Paths_start_at_the_folder_of_the_file_they_stand_in()
    {
        var context = new PluginContext { BaseFolder = "/experiments/a" };

        Assert.Equal(Path.GetFullPath("/experiments/data"), context.PathOf("../data"));
        Assert.Equal(Path.GetFullPath("/elsewhere"), context.PathOf("/elsewhere"));
    }

    [Fact]
    public void A_plugin_makes_its_contract_from_its_options()
    {
        IPluginFactory plugin = new Maker();

        Assert.Equal((typeof(IConstraintSet), typeof(NoOptions)), (plugin.Contract, plugin.Options));
        Assert.IsAssignableFrom<IConstraintSet>(plugin.Create(new NoOptions(), new PluginContext()));
    }

    [Fact]
    public void An_error_reads_as_id_detail_and_next_step()
    {
        var error = new DiffOGException("DOG9999", "Something is wrong.", "Do this.");

        Assert.Equal("DOG9999: Something is wrong. Do this.", error.Message);
    }

    private static string Missing(Func<object> ask)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(ask);
        Assert.Equal("DOG1150", error.Id);
        return error.Detail;
    }

    private sealed class Maker : Plugin<IConstraintSet, NoOptions>
    {
        public override IConstraintSet Create(NoOptions options, PluginContext context) => Substitute.For<IConstraintSet>();
    }
}
