using System.CommandLine;
using DiffOG.Host.Commands;
using DiffOG.Host.Composition;
using DiffOG.Host.Tests.Recording;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace DiffOG.Host.Tests.Commands;

/// <summary>The command line of a program that knows the point mass, and nothing else.</summary>
internal static class PointCommand
{
    /// <summary>Runs it; failures come as they are.</summary>
    internal static async Task<(int Code, string Output)> Run(Scratch folder, params string[] line)
    {
        StringWriter output = new() { NewLine = "\n" };
        var surroundings = new HostSurroundings(output, output, new Dictionary<string, string>(), folder.Root);
        using HostServices services = HostServices.Build(surroundings, s => s.AddSingleton(PluginCatalogue.Of(("point", new PointPlugin()))));
        int code = await CommandLine.Root(services).Parse(line).InvokeAsync(
            new InvocationConfiguration { Output = output, Error = output, EnableDefaultExceptionHandler = false }, TestContext.Current.CancellationToken);
        return (code, output.ToString());
    }
}
