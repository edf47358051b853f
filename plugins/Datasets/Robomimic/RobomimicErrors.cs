using DiffOG.Diagnostics;

namespace DiffOG.Datasets.Robomimic;

/// <summary>The errors of this plugin; each has a page under docs/errors.</summary>
internal static class RobomimicErrors
{
    internal static DiffOGException NoFile(string path, string found, Exception? cause = null) => new(
        "DOG1430", $"'{path}' is no HDF5 file that can be opened: {found}.", "Check the path; if the file was copied or downloaded, do that again. 'diffog collect TASK --output FILE.hdf5' records one.", cause);

    internal static DiffOGException NoDemonstrations(string path, string found) => new(
        "DOG1431", $"'{path}' holds no demonstrations in robomimic's layout: {found}.", "Name a file with groups data/demo_0, data/demo_1, …, each with a dataset 'actions'.");

    internal static DiffOGException NoDataset(string path, string demo, string name, IEnumerable<string> present) => new(
        "DOG1432", $"'{path}' has no '{name}' in {demo}; there are {Listed(present)}.", "Put names of these into the dataset's options. Observations are extracted from raw recordings by robomimic's dataset_states_to_obs.py, or recorded by 'diffog collect TASK'.");

    internal static DiffOGException Damaged(string path, string dataset, string found, Exception? cause = null) => new(
        "DOG1433", $"'{dataset}' of '{path}' cannot be read: {found}.", "The file was probably cut short or damaged in copying: copy, download or record it again.", cause);

    internal static DiffOGException Shape(string path, string dataset, string found) => new(
        "DOG1434", $"'{dataset}' of '{path}' does not fit: {found}.", "Choose other names in the dataset's options, or record the demonstrations again.");

    internal static DiffOGException NotFinite(string path, string dataset, int step) => new(
        "DOG1435", $"'{dataset}' of '{path}' holds a value that is not finite at step {step}.", "Leave that demonstration out with a list under mask/, or record it again.");

    internal static DiffOGException NoRate(string path) => new(
        "DOG1436", $"'{path}' does not say at what rate it was recorded: its env_args have no control_freq.", "Give the dataset's option 'rate' [Hz].");

    internal static DiffOGException BadFilter(string path, string filter, string found) => new(
        "DOG1437", $"The list 'mask/{filter}' of '{path}' cannot be used: {found}.", "Name another list in the option 'filter', or leave it out to read all demonstrations.");

    internal static DiffOGException OtherObservations(string path, string selected, string wanted) => new(
        "DOG1438", $"The observations chosen from '{path}' are {selected}; the task's are {wanted}.", "Name the task's parts in the option 'observations', in their order, or another file.");

    internal static DiffOGException Compression(string path, string dataset, Exception cause) => new(
        "DOG1439", $"'{dataset}' of '{path}' is compressed in a way that cannot be read ({cause.Message.TrimEnd('.')}).", "Write the file again without compression or with gzip: 'h5repack -f GZIP=1 IN OUT'.", cause);

    private static string Listed(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal)) is { Length: > 0 } some ? some : "none";
}
