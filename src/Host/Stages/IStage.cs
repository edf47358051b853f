namespace DiffOG.Host.Stages;

/// <summary>Why a stage is run.</summary>
internal enum Attempt
{
    /// <summary>An earlier attempt with the same inputs was ended; what it saved is kept.</summary>
    Continued,

    /// <summary>It was never run with these inputs; what was made from others is not kept.</summary>
    Changed,

    /// <summary>It was asked for; nothing is kept.</summary>
    Forced,
}

/// <summary>One stage of an experiment. What it leaves in the run folder is all that later stages know of it.</summary>
internal interface IStage
{
    /// <summary>Which stage it is.</summary>
    StageName Name { get; }

    /// <summary>Whether this experiment needs it; asked when all earlier stages are done.</summary>
    bool Applies { get; }

    /// <summary>Whether it is run even where nothing changed, because it takes no time.</summary>
    bool AlwaysRuns => false;

    /// <summary>All that decides its result besides the earlier stages: options, seeds, plugin versions, data. Hashed as JSON.</summary>
    object Inputs { get; }

    /// <summary>What it writes, below the run folder. All of it must be there for the stage to count as done.</summary>
    IReadOnlyList<string> Outputs { get; }

    /// <summary>What an earlier attempt wrote that must not be read by this one; it is put aside.</summary>
    /// <param name="attempt">Why the stage is run.</param>
    IReadOnlyList<string> Outdated(Attempt attempt) => attempt == Attempt.Continued ? [] : Outputs;

    /// <summary>Requires that this machine can do the work; asked before any work of it, or of a stage before it, begins.</summary>
    /// <exception cref="Diagnostics.DiffOGException">It cannot; the message says what is missing.</exception>
    void RequireMachine()
    {
    }

    /// <summary>Does the work, or the rest of it where an earlier attempt with the same inputs was ended.</summary>
    /// <param name="inputs">The hash of all that decides the result, earlier stages included.</param>
    /// <param name="token">Asks the stage to save what it has, and to end.</param>
    /// <returns>What a reader wants to know, by name.</returns>
    /// <exception cref="OperationCanceledException">The token said so; what was saved is continued next time.</exception>
    IReadOnlyDictionary<string, string> Run(string inputs, CancellationToken token);
}
