using DiffOG.Actions;
using DiffOG.Composition;
using DiffOG.Constraints.Bounds;
using DiffOG.Constraints.Box;
using DiffOG.Constraints.Difference;
using DiffOG.Constraints.HalfSpaces;
using DiffOG.Diagnostics;
using Xunit;

namespace DiffOG.Constraints.Combined.Tests;

/// <summary>Combinations that no motion satisfies are refused when they are made, with both sets named.</summary>
public sealed class ImpossibleTests
{
    [Fact]
    public void Boxes_that_do_not_overlap() => Refused(
        "No chunk satisfies all limits: at all times 'z' must be at least 0.5 (sets[1] box) and at most 0.3 (sets[0] box).",
        new BoxOptions { Limit = 0.3 },
        new BoxOptions { Overrides = new Dictionary<string, BoundOptions> { ["z"] = new() { Lower = 0.5 } } });

    [Fact]
    public void Boxes_that_touch_in_one_value() => Refused(
        "No chunk satisfies all limits: at all times 'z' must be at least 0.3 (sets[1] box) and at most 0.3 (sets[0] box).",
        new BoxOptions { Limit = 0.3 },
        new BoxOptions { Dimensions = ["z"], Lower = 0.3 });

    [Fact]
    public void Differences_of_one_order_that_touch_or_do_not_overlap()
    {
        Refused(
            "No chunk satisfies all limits: at all times the first difference of 'x' must be at least 0.1 (sets[1] difference) and at most 0.1 (sets[0] difference).",
            new DifferenceOptions { Lower = -0.1, Upper = 0.1 },
            new DifferenceOptions { Lower = 0.1, Upper = 0.2 });
        Refused(
            "No chunk satisfies all limits: at all times the second difference of 'y' must be at least 0.05 (sets[1] difference) and at most -0.05 (sets[0] difference).",
            new DifferenceOptions { Order = 2, Dimensions = ["y"], Lower = -0.1, Upper = -0.05 },
            new DifferenceOptions { Order = 2, Dimensions = ["y"], Lower = 0.05, Upper = 0.1 });
    }

    [Fact]
    public void A_box_that_moves_faster_than_speed_allows_is_refused_with_the_time() => Refused(
        "No chunk satisfies all limits: at 2 s 'x' must be at least 0.8 (sets[1] box) and at most 0.35 (sets[0] difference, sets[1] box).",
        new DifferenceOptions { Limit = 0.05 },
        new BoxOptions { Dimensions = ["x"], Lower = -0.3, Upper = 0.3, Schedule = [new() { From = 2, Lower = 0.8, Upper = 1 }] });

    [Fact]
    public void A_box_that_moves_as_fast_as_speed_allows_is_not_refused() => Assert.NotNull(Arms.Set(
        new DifferenceOptions { Limit = 0.05 },
        new BoxOptions { Dimensions = ["x"], Lower = -0.3, Upper = 0.3, Interpolate = Interpolation.Linear, Schedule = [new() { From = 2, Lower = 0.5, Upper = 1 }] }));

    [Fact]
    public void Speed_that_must_go_on_inside_a_box() => Refused(
        "No chunk satisfies all limits: at all times 'x' must be at least 0.3 (sets[0] box, sets[1] difference) and at most 0.2 (sets[0] box).",
        new BoxOptions { Limit = 0.2 },
        new DifferenceOptions { Lower = 0.1, Upper = 0.2 });

    [Fact]
    public void Limits_in_raw_and_in_normalised_units_are_compared_in_the_same() => Refused(
        new ActionNormalisation([10, 10, 10], [0, 0, 0]),
        "No chunk satisfies all limits: at all times 'x' must be at least 1 (sets[1] box) and at most 0.5 (sets[0] box).",
        new BoxOptions { Limit = 0.5 },
        new BoxOptions { Dimensions = ["x"], Space = LimitSpace.Action, Lower = 0.1 });

    [Fact]
    public void A_half_space_that_the_box_does_not_reach() => Refused(
        "No chunk satisfies all limits: at all times a sum over 'x', 'y' must be at least 0.8 (sets[1] half-spaces, half-space 'corner') and at most 0.7 (sets[0] box).",
        new BoxOptions { Limit = 0.5 },
        new HalfSpacesOptions { HalfSpaces = [new() { Name = "corner", Normal = new Dictionary<string, double> { ["x"] = 3, ["y"] = 4 }, Lower = 4 }] });

    [Fact]
    public void What_only_the_past_can_contradict_is_no_error() =>
        Assert.NotNull(Arms.Set(new BoxOptions { Limit = 0.5 }, new DifferenceOptions { Limit = 1e-3 }, new DifferenceOptions { Limit = 1e-3, Order = 3 }));

    [Fact]
    public void What_a_set_itself_refuses_stays_its_own_error() =>
        Assert.Equal("DOG1801", Assert.Throws<DiffOGException>(() => Arms.Set(new BoxOptions { Limit = 1, Dimensions = ["w"] })).Id);

    [Fact]
    public void Without_a_maker_of_plugins_it_cannot_be_made() => Assert.Equal(
        "DOG1150", Assert.Throws<DiffOGException>(() => new CombinedPlugin().Create(Arms.Options(new BoxOptions { Limit = 1 }), new PluginContext { Action = Arms.Action })).Id);

    private static void Refused(string detail, params object[] options) => Refused(null, detail, options);

    private static void Refused(ActionNormalisation? normalisation, string detail, params object[] options)
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => Arms.Set(Arms.Context(normalisation), options));

        Assert.Equal(("DOG1804", detail), (error.Id, error.Detail));
    }
}
