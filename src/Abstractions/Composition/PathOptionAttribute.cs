namespace DiffOG.Composition;

/// <summary>
/// Marks a string option that names a file or folder. A relative path then starts at the folder of the file it stands
/// in, or at the current folder where it comes from the command line or the environment; the plugin receives it absolute.
/// </summary>
[AttributeUsage(AttributeTargets.Property)]
public sealed class PathOptionAttribute : Attribute;
