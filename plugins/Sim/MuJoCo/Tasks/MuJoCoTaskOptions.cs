using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Rendering;

namespace DiffOG.Simulation.MuJoCo.Tasks;

/// <summary>Settings that every task has.</summary>
public abstract class MuJoCoTaskOptions
{
    /// <summary>How much work goes into a picture.</summary>
    [Description("fast: neither shadows nor smoothed edges; fine: both, five to seven times slower.")]
    public RenderQuality RenderQuality { get; init; } = RenderQuality.Fast;

    /// <summary>The height of the pictures that policies are given [pixels]; null: each camera's own.</summary>
    [Description("Height in pixels of the pictures that policies are given, the width in each camera's proportions; left out, each camera's own.")]
    [Range(8, 1024)]
    public int? PictureHeight { get; init; }

    /// <summary>The folder of a MuJoCo release; null: found.</summary>
    [Description("Folder of a MuJoCo release (with include/ and lib/ or bin/); left out, DIFFOG_MUJOCO, .diffog/native and the system are searched.")]
    [PathOption]
    public string? MujocoFolder { get; init; }

    /// <summary>The MuJoCo that is meant.</summary>
    internal MuJoCoLibrary Library(PluginContext context) => MuJoCoLibrary.Open(MujocoFolder is { Length: > 0 } folder ? context.PathOf(folder) : null);
}
