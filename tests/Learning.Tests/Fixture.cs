using DiffOG.Learning.Safetensors;

namespace DiffOG.Learning.Tests;

/// <summary>Opens the golden files that lie beside the tests.</summary>
internal static class Fixture
{
    internal static SafetensorsFile Open(string name) =>
        SafetensorsFile.Open(Path.Combine(AppContext.BaseDirectory, "Fixtures", name + ".safetensors"));
}
