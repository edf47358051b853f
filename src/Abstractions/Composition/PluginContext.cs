using DiffOG.Actions;
using DiffOG.Diagnostics;
using DiffOG.Specs;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace DiffOG.Composition;

/// <summary>What the host knows when it constructs a plugin. What a kind may rely on is said in its page under <c>docs/plugins/</c>.</summary>
public sealed class PluginContext
{
    /// <summary>Makes loggers.</summary>
    public ILoggerFactory Loggers { get; init; } = NullLoggerFactory.Instance;

    /// <summary>Relative paths in options start here: the folder of the file they stand in.</summary>
    public string BaseFolder { get; init; } = ".";

    /// <summary>The experiment's seed.</summary>
    public long Seed { get; init; }

    /// <summary>What is observed; known to policies, and to a dataset that demonstrations are collected into.</summary>
    public ObservationSpec? Observations { get; init; }

    /// <summary>What is commanded; known to all but robots, simulators and datasets.</summary>
    public ActionSpec? Action { get; init; }

    /// <summary>T; known to constraint sets, projectors and refiners.</summary>
    public int? ChunkSteps { get; init; }

    /// <summary>The duration of a control step [s].</summary>
    public double? StepDuration { get; init; }

    /// <summary>How the policy normalises actions; known to refiners.</summary>
    public ActionNormalisation? Normalisation { get; init; }

    /// <summary>What else the experiment composed: constraint set, solver, layer settings and, where <see cref="PluginAttribute.Needs"/> names it, the projector; for refiners.</summary>
    public IReadOnlyList<object> Parts { get; init; } = [];

    /// <summary>Makes the plugins that options choose; see <see cref="Create{T}"/>.</summary>
    public IPluginMaker? Plugins { get; init; }

    /// <summary>Makes a plugin that the options chose, and tells it all that this context knows. The caller owns it.</summary>
    /// <typeparam name="T">The contract that is needed.</typeparam>
    /// <param name="choice">A property of the options, or an element of one.</param>
    /// <exception cref="DiffOGException">DOG1150: nobody makes plugins here. Otherwise: there is no such plugin, it cannot be used, or it refuses.</exception>
    public T Create<T>(PluginChoice choice)
        where T : class => (Plugins ?? throw new DiffOGException("DOG1150", $"The plugin '{choice.Id}' is chosen by the options of another one, but nothing here makes plugins.", $"Set {nameof(PluginContext)}.{nameof(Plugins)} where the context is made.")).Create<T>(choice, this);

    /// <summary>A path of the options, made absolute.</summary>
    /// <param name="path">Absolute, or relative to <see cref="BaseFolder"/>.</param>
    public string PathOf(string path) => Path.GetFullPath(path, Path.GetFullPath(BaseFolder));

    /// <summary>A part that the experiment composed.</summary>
    /// <typeparam name="T">The part's contract.</typeparam>
    /// <exception cref="DiffOGException">DOG1150: the experiment has no such part.</exception>
    public T Part<T>()
        where T : class => Parts.OfType<T>().FirstOrDefault() ?? throw Missing(typeof(T).Name);

    /// <summary><see cref="Action"/>, which must be known.</summary>
    /// <exception cref="DiffOGException">DOG1150: it is not.</exception>
    public ActionSpec RequiredAction => Action ?? throw Missing(nameof(Action));

    /// <summary><see cref="Observations"/>, which must be known.</summary>
    /// <exception cref="DiffOGException">DOG1150: it is not.</exception>
    public ObservationSpec RequiredObservations => Observations ?? throw Missing(nameof(Observations));

    /// <summary><see cref="ChunkSteps"/>, which must be known.</summary>
    /// <exception cref="DiffOGException">DOG1150: it is not.</exception>
    public int RequiredChunkSteps => ChunkSteps ?? throw Missing(nameof(ChunkSteps));

    /// <summary><see cref="Normalisation"/>, which must be known.</summary>
    /// <exception cref="DiffOGException">DOG1150: it is not.</exception>
    public ActionNormalisation RequiredNormalisation => Normalisation ?? throw Missing(nameof(Normalisation));

    private static DiffOGException Missing(string what) => new(
        "DOG1150", $"A plugin asked for {what}, which this experiment does not provide.", "Add that part to the experiment, or use a plugin that does without. A Q-projector is given to plugins whose [Plugin] attribute says that they need it.");
}
