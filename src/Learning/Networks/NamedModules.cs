using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace DiffOG.Learning.Networks;

/// <summary>
/// Gives modules the dotted names that a reference's containers give them; it computes nothing. Callers keep functions
/// instead of modules in their fields, because module fields are registered once more under the field's name.
/// </summary>
public sealed class NamedModules() : Module(nameof(NamedModules))
{
    /// <summary>Registers a module, and gives what computes it.</summary>
    /// <param name="name">For example <c>0</c>.</param>
    /// <param name="module">Becomes this container's.</param>
    public Func<Tensor, Tensor> Add(string name, Module<Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }

    /// <summary>As the other overload, for two inputs.</summary>
    /// <param name="name">For example <c>0</c>.</param>
    /// <param name="module">Becomes this container's.</param>
    public Func<Tensor, Tensor, Tensor> Add(string name, Module<Tensor, Tensor, Tensor> module)
    {
        register_module(name, module);
        return module.call;
    }

    /// <summary>Registers a module of any form.</summary>
    /// <param name="name">For example <c>0</c>.</param>
    /// <param name="module">Becomes this container's.</param>
    /// <returns>This container.</returns>
    public NamedModules With(string name, Module module)
    {
        register_module(name, module);
        return this;
    }
}
