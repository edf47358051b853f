using DiffOG.Benchmarks.Learning;
using DiffOG.Learning.Natives;

// What a step of training costs, as ratios of things measured in one run.
//   unet     a whole step of the U-Net's training against the bare operators it consists of
//   refine   a step of the layer's training with its quadratic programs against the same without them
//   data     the share of a step that waits for data, without pictures and with
//   memory   live tensors and resident memory over thousands of steps
// Without a name all of them. --steps N, --threads N, --root FOLDER (for the pictures on disk).
Arguments arguments = Arguments.Parse(args);
TorchRuntime.Load();
TorchSharp.torch.set_num_threads(arguments.Threads);
Console.WriteLine($"{Environment.ProcessorCount} threads of the machine, {arguments.Threads} of Torch, {System.Runtime.InteropServices.RuntimeInformation.FrameworkDescription}");
foreach (string name in arguments.Names)
{
    Console.WriteLine();
    switch (name)
    {
        case "unet":
            UnetStep.Print(arguments.Steps);
            break;
        case "refine":
            RefineStep.Print(arguments.Steps);
            break;
        case "data":
            Waiting.Print(arguments);
            break;
        default:
            Memory.Print(arguments.Steps);
            break;
    }
}
