using DiffOG.Diagnostics;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Rendering;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests;

/// <summary>What a test needs of the machine; it is skipped with the reason where that is missing.</summary>
internal static class Needs
{
    public static MuJoCoLibrary MuJoCo()
    {
        try
        {
            return MuJoCoLibrary.Open();
        }
        catch (DiffOGException missing) when (missing.Id == "DOG1601")
        {
            Assert.Skip(missing.Message);
            throw;
        }
    }

    public static void Renderer()
    {
        MuJoCo();
        try
        {
            RenderThread.Shared.Run(() => true);
        }
        catch (DiffOGException missing) when (missing.Id == "DOG1610")
        {
            Assert.Skip(missing.Message);
        }
    }
}
