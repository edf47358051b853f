using System.Globalization;
using DiffOG.Benchmarks.Projector;
using DiffOG.Learning.Natives;

CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
TorchRuntime.Load();
if (args is ["training"])
    Tables.Training();
else
    Tables.Inference(args);
