namespace DiffOG.Host.Configuration;

/// <summary>An options class has a property that no configuration can set.</summary>
internal sealed class UnsupportedOptionException(string message) : Exception(message);
