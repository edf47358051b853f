using DiffOG.Specs;
using Xunit;

namespace DiffOG.Abstractions.Tests.Specs;

public sealed class SpecDifferencesTests
{
    private static readonly ObservationSpec Expected = new([new("pose", 3, "m"), new("gap", 1, "m")]) { Cameras = [new("front", 84, 84), new("wrist", 84, 60)] };

    [Fact]
    public void Every_key_that_differs_is_named_with_what_was_found_and_what_is_expected()
    {
        var found = new ObservationSpec([new("pose", 2, "m"), new("speed", 1, "m/s")]) { Cameras = [new("wrist", 60, 84), new("side", 8, 8)] };
        Assert.Equal(
            [
                "observation 'pose': found 2 values, expected 3",
                "observation 'gap': found none, expected 1 value",
                "observation 'speed': found 1 value, expected none",
                "camera 'front': found none, expected 84 x 84 pixels",
                "camera 'wrist': found 60 x 84 pixels, expected 84 x 60",
            ],
            found.DifferencesFrom(Expected));
    }

    [Fact]
    public void Another_order_is_a_difference_and_more_cameras_are_none()
    {
        var found = new ObservationSpec([new("gap", 1, "m"), new("pose", 3, "m")]) { Cameras = [.. Expected.Cameras, new("side", 8, 8)] };
        Assert.Equal(["observations: found the order gap, pose; expected pose, gap"], found.DifferencesFrom(Expected));
        Assert.Empty((Expected with { Cameras = found.Cameras }).DifferencesFrom(Expected));
    }

    [Fact]
    public void Size_and_mode_of_actions_are_compared()
    {
        ActionDimension[] dimensions = [new("x", ActionGroup.Joint, "rad", -1, 1)];
        var found = new ActionSpec(ActionMode.Relative, dimensions);
        Assert.Equal(["action: found 1 value, expected 2", "action mode: found relative, expected absolute"], found.DifferencesFrom(new ActionSpec(ActionMode.Absolute, [.. dimensions, .. dimensions])));
        Assert.Empty(found.DifferencesFrom(new ActionSpec(ActionMode.Relative, [new("other", ActionGroup.Translation, "m", 0, 1)])));
    }
}
