using DiffOG.Composition;
using DiffOG.Diagnostics;

namespace DiffOG.Host.Composition;

/// <summary>Lets a plugin make its instance, and says whose fault it is when that fails.</summary>
internal static class Construction
{
    public static object Make(PluginDescriptor plugin, object options, PluginContext context)
    {
        try
        {
            return plugin.Factory.Value.Create(options, context) ?? throw new InvalidOperationException("It returned null.");
        }
        catch (Exception cause) when (cause is not (DiffOGException or OperationCanceledException))
        {
            Exception root = cause;
            // Static constructors, reflection and composition wrap what really happened.
            while (root is TypeInitializationException or System.Reflection.TargetInvocationException or System.Composition.Hosting.CompositionFailedException && root.InnerException is { } inner)
                root = inner;
            throw root as DiffOGException ?? new DiffOGException(
                "DOG1113", $"The {plugin} from {(plugin.Folder.Length > 0 ? plugin.Folder : "this program")} failed while it was constructed: {root.GetType().Name}: {root.Message}", "Set DIFFOG_DEBUG=1 to see where; it is an error of the plugin.", cause);
        }
    }
}
