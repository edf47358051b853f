using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using DiffOG.Composition;

namespace DiffOG.Datasets.Episodes;

/// <summary>Where the episodes lie.</summary>
public sealed class EpisodesOptions
{
    /// <summary>The dataset's folder; relative to the file that names it.</summary>
    [Description("Folder with dataset.json and one safetensors file per episode.")]
    [Required]
    [PathOption]
    public string Path { get; init; } = "";
}
