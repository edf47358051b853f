using DiffOG.Composition;

namespace DiffOG.Host.Composition;

/// <summary>Kinds in the words of messages.</summary>
internal static class Words
{
    public static string Of(PluginKind kind) => kind switch
    {
        PluginKind.Policy => "policy",
        PluginKind.ConstraintSet => "constraint set",
        PluginKind.QProjector => "Q-projector",
        PluginKind.QpSolver => "QP solver",
        PluginKind.Refiner => "refiner",
        PluginKind.Robot => "robot",
        PluginKind.Simulator => "simulator",
        PluginKind.Dataset => "dataset",
        _ => throw new ArgumentOutOfRangeException(nameof(kind)),
    };
}
