using DiffOG.Specs;
using Xunit;

namespace DiffOG.Abstractions.Tests.Specs;

public sealed class SpecTests
{
    private static readonly ActionSpec Arm = new(ActionMode.Relative,
    [
        new("dx", ActionGroup.Translation, "m", -1, 1),
        new("roll", ActionGroup.Rotation, "rad", -1, 1),
        new("gripper", ActionGroup.Gripper, "1", -1, 1),
        new("dy", ActionGroup.Translation, "m", -1, 1),
    ]);

    private static readonly ObservationSpec Seen = new([new("eef_pos", 3, "m"), new("gripper", 2, "1"), new("object", 10, "1")]);

    [Fact]
    public void Motion_is_everything_but_grippers() => Assert.Equal([0, 1, 3], Arm.MotionDimensions);

    [Fact]
    public void Groups_are_found_by_their_dimensions()
    {
        Assert.Equal([0, 3], Arm.DimensionsOf(ActionGroup.Translation));
        Assert.Empty(Arm.DimensionsOf(ActionGroup.Joint));
        Assert.Equal(4, Arm.Size);
    }

    [Fact]
    public void Parts_of_an_observation_follow_each_other() => Assert.Equal((15, 0, 3, 5), (Seen.Size, Seen.OffsetOf("eef_pos"), Seen.OffsetOf("gripper"), Seen.OffsetOf("object")));

    [Fact]
    public void An_unknown_part_is_refused_with_those_there_are()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => Seen.OffsetOf("joint"));

        Assert.StartsWith("There is no observation 'joint'; there are eef_pos, gripper, object.", error.Message, StringComparison.Ordinal);
    }
}
