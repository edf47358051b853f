using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Rendering;

/// <summary>
/// The one thread that renders. An OpenGL context belongs to a thread, and MuJoCo finds OpenGL once a process; a call
/// from another thread would silently give a black picture. Whoever wants a picture waits for this thread.
/// </summary>
internal sealed class RenderThread
{
    private static readonly Lazy<RenderThread> Instance = new(() => new RenderThread());
    private readonly BlockingCollection<Action> jobs = [];
    private readonly List<string> problems = [];
    private readonly IGlContext? context;

    private RenderThread()
    {
        using ManualResetEventSlim ready = new();
        IGlContext? made = null;
        Thread thread = new(() =>
        {
            made = MakeContext();
            ready.Set();
            foreach (Action job in jobs.GetConsumingEnumerable())
                job();
        })
        {
            IsBackground = true,
            Name = "MuJoCo rendering",
        };
        thread.Start();
        ready.Wait();
        context = made;
    }

    /// <summary>The process's render thread, started at the first use.</summary>
    public static RenderThread Shared => Instance.Value;

    /// <summary>The renderer's name; null where this machine has none.</summary>
    public string? ContextName => context?.Name;

    /// <summary>Runs something on the render thread and waits for it.</summary>
    /// <exception cref="Diagnostics.DiffOGException">DOG1610: this machine cannot render.</exception>
    public T Run<T>(Func<T> job)
    {
        if (context is null)
            throw MuJoCoErrors.CannotRender(problems);
        T? result = default;
        ExceptionDispatchInfo? failure = null;
        using ManualResetEventSlim done = new();
        jobs.Add(() =>
        {
            try
            {
                result = job();
            }
            catch (Exception thrown)
            {
                failure = ExceptionDispatchInfo.Capture(thrown);
            }
            finally
            {
                done.Set();
            }
        });
        done.Wait();
        failure?.Throw();
        return result!;
    }

    private IGlContext? MakeContext()
    {
        if (!OperatingSystem.IsLinux())
        {
            problems.Add("only Linux has a renderer without a window");
            return null;
        }
        if (EglContext.TryCreate(out string egl) is { } first)
            return first;
        problems.Add(egl);
        if (OsMesaContext.TryCreate(out string mesa) is { } second)
            return second;
        problems.Add(mesa);
        return null;
    }
}
