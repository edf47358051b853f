using DiffOG.Constraints;
using DiffOG.Datasets;
using DiffOG.Policies;
using DiffOG.Projectors;
using DiffOG.Refiners;
using DiffOG.Robots;
using DiffOG.Simulation;
using DiffOG.Solvers;

namespace DiffOG.Composition;

/// <summary>The kinds of plugins; each has one contract.</summary>
public enum PluginKind
{
    /// <summary><see cref="IPolicy"/>.</summary>
    Policy,

    /// <summary><see cref="IConstraintSet"/>.</summary>
    ConstraintSet,

    /// <summary><see cref="IQProjector"/>.</summary>
    QProjector,

    /// <summary><see cref="IQpSolver"/>.</summary>
    QpSolver,

    /// <summary><see cref="ITrajectoryRefiner"/>.</summary>
    Refiner,

    /// <summary><see cref="IRobot"/>.</summary>
    Robot,

    /// <summary><see cref="ISimulator"/>.</summary>
    Simulator,

    /// <summary><see cref="IDemonstrationDataset"/>.</summary>
    Dataset,
}

/// <summary>Which contract belongs to which kind.</summary>
public static class PluginKinds
{
    private static readonly Dictionary<PluginKind, Type> Contracts = new()
    {
        [PluginKind.Policy] = typeof(IPolicy),
        [PluginKind.ConstraintSet] = typeof(IConstraintSet),
        [PluginKind.QProjector] = typeof(IQProjector),
        [PluginKind.QpSolver] = typeof(IQpSolver),
        [PluginKind.Refiner] = typeof(ITrajectoryRefiner),
        [PluginKind.Robot] = typeof(IRobot),
        [PluginKind.Simulator] = typeof(ISimulator),
        [PluginKind.Dataset] = typeof(IDemonstrationDataset),
    };

    /// <summary>The contract of a kind.</summary>
    /// <param name="kind">The kind.</param>
    public static Type ContractOf(PluginKind kind) => Contracts[kind];

    /// <summary>The kind that a contract, or a type that implements one, belongs to; null where it belongs to none.</summary>
    /// <param name="contract">For example <c>typeof(IQpSolver)</c>.</param>
    public static PluginKind? KindOf(Type contract) =>
        Contracts.Where(c => c.Value.IsAssignableFrom(contract)).Select(c => (PluginKind?)c.Key).FirstOrDefault();
}
