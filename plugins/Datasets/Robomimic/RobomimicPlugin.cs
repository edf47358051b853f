using DiffOG.Composition;
using DiffOG.Specs;

namespace DiffOG.Datasets.Robomimic;

/// <summary>Reads demonstrations from robomimic's HDF5 files, and from those that <c>diffog collect</c> writes.</summary>
[Plugin("robomimic", "Demonstrations in robomimic's HDF5 layout, as 'diffog collect TASK' writes it too.")]
public sealed class RobomimicPlugin : Plugin<IDemonstrationDataset, RobomimicOptions>, IDatasetRecogniser
{
    /// <inheritdoc/>
    /// <remarks>Where the task's observations are known, they are the default, and those of the options must have the same names, sizes and order.</remarks>
    public override IDemonstrationDataset Create(RobomimicOptions options, PluginContext context)
    {
        var file = HdfFile.Open(context.PathOf(options.Path));
        try
        {
            var demonstrations = new RobomimicDemonstrations(options, file, context.Observations);
            if (context.Observations is ObservationSpec task && Named(task) != Named(demonstrations.Spec.Observations))
                throw RobomimicErrors.OtherObservations(file.Path, Named(demonstrations.Spec.Observations), Named(task));
            return demonstrations;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public RecognisedDataset? Recognise(string path) => RobomimicRecognition.Of(path);

    private static string Named(ObservationSpec spec) => string.Join(", ", spec.Entries.Select(e => $"{e.Name}[{e.Size}]"));
}
