using DiffOG.Composition;
using DiffOG.Host.Composition;
using DiffOG.Host.Configuration;
using DiffOG.Host.Experiments;
using DiffOG.Solvers;

namespace DiffOG.Host.Qp;

/// <summary>A solver, and which one it is.</summary>
/// <param name="Plugin">What is known of it.</param>
/// <param name="Options">An instance of its options class.</param>
/// <param name="Solver">The solver.</param>
internal sealed record SolverUnderTest(PluginDescriptor Plugin, object Options, IQpSolver Solver);

/// <summary>Makes solvers for problems from files.</summary>
/// <param name="catalogue">All plugins.</param>
/// <param name="loader">Binds their options.</param>
/// <param name="context">What a solver is told.</param>
internal sealed class QpSolvers(PluginCatalogue catalogue, ExperimentLoader loader, PluginContext context)
{
    private static readonly string[] Preferred = ["auto", "interior-point"];

    /// <summary>The id that is meant where none is named: the file's, else the first of <see cref="Preferred"/> that there is.</summary>
    internal string DefaultOf(QpCase qp) =>
        qp.Solver?.Id ?? Preferred.FirstOrDefault(id => catalogue.TryFind(PluginKind.QpSolver, id) is not null) ?? Preferred[^1];

    /// <summary>Makes a solver. Options that the file gives to the same plugin count, and assignments count more.</summary>
    /// <param name="qp">The problem.</param>
    /// <param name="id">The plugin's id.</param>
    /// <param name="sets">Assignments <c>options.path=value</c>.</param>
    /// <exception cref="DiffOG.Diagnostics.DiffOGException">DOG1110, DOG1111: there is no such plugin; DOG1200: options are wrong.</exception>
    internal SolverUnderTest Create(QpCase qp, string id, IReadOnlyList<string> sets)
    {
        string options = qp.Solver is { } given && given.Id == id ? given.Options : "{}";
        PluginChoice choice = loader.Choose(PluginKind.QpSolver, id, options, sets);
        return new SolverUnderTest(catalogue.Find(PluginKind.QpSolver, id), choice.Options!, catalogue.Create<IQpSolver>(choice, context));
    }
}
