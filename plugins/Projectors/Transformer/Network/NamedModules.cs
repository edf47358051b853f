using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Projectors.Transformer.Network;

/// <summary>
/// Gives modules the dotted names that the reference's containers give them; it computes nothing. Callers keep
/// functions instead of modules in their fields, because module fields are registered once more under the field's name.
/// </summary>
internal sealed class NamedModules() : Module(nameof(NamedModules))
{
    internal Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }
}
