using System.Reflection;
using DiffOG.Composition;
using DiffOG.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;

namespace DiffOG.Benchmarks.Simulation;

/// <summary>A task of the plugin, found as the host finds it: by its attribute.</summary>
/// <param name="Id">For example <c>mujoco/lift</c>.</param>
/// <param name="Create">Makes one with default options.</param>
internal sealed record TaskEntry(string Id, Func<ISimulator> Create)
{
    /// <summary>All tasks, by id.</summary>
    public static readonly IReadOnlyList<TaskEntry> All =
    [
        .. typeof(LiftPlugin).Assembly.GetExportedTypes()
            .Where(t => t.GetCustomAttribute<PluginAttribute>() is not null)
            .Select(t => new TaskEntry(t.GetCustomAttribute<PluginAttribute>()!.Id, () => Make(t)))
            .OrderBy(t => t.Id, StringComparer.Ordinal),
    ];

    /// <summary>What follows the slash.</summary>
    public string ShortName => Id[(Id.IndexOf('/') + 1)..];

    private static ISimulator Make(Type plugin)
    {
        Type options = plugin.BaseType!.GetGenericArguments()[1];
        MethodInfo create = plugin.GetMethod("Create", [options, typeof(PluginContext)])!;
        return (ISimulator)create.Invoke(Activator.CreateInstance(plugin), BindingFlags.DoNotWrapExceptions, null, [Activator.CreateInstance(options), new PluginContext()], null)!;
    }
}
