using DiffOG.Constraints;
using DiffOG.Testing.Contracts;

namespace WorkspaceBox.Tests;

public sealed class WorkspaceBoxPluginContract : PluginContract<WorkspaceBoxPlugin>;

public sealed class WorkspaceBoxContract : ConstraintSetContract
{
    protected override int Dimensions => 3;

    protected override IConstraintSet Create() => new WorkspaceBoxPlugin().Create(Plane.Box(("x", 50, 450), ("y", null, 300)), Plane.Context());
}
