using System.Xml.Linq;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Mjcf;
using DiffOG.Simulation.MuJoCo.Robots;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Mjcf;

public sealed class MjcfModelTests
{
    [Fact]
    public void Two_arms_come_from_one_file()
    {
        using MjModel model = MjModel.FromXml(Needs.MuJoCo(), TwoArms().ToString());
        foreach (string prefix in (string[])["left_", "right_"])
        {
            Assert.True(model.Id(MjObject.Joint, prefix + "joint7") >= 0);
            Assert.True(model.Id(MjObject.Actuator, prefix + "finger_joint2") >= 0);
            Assert.True(model.Id(MjObject.Camera, prefix + "eye_in_hand") >= 0);
        }
        Assert.Equal(18, model.Nu);
    }

    [Fact]
    public void Every_name_in_an_attached_part_and_every_mention_of_it_gets_the_prefix()
    {
        XElement root = XElement.Parse(TwoArms().ToString());
        Assert.All(root.Element("actuator")!.Elements(), a => Assert.Matches("^(left|right)_", a.Attribute("joint")!.Value));
        Assert.All(root.Descendants("body").Where(b => b.Attribute("childclass") is not null), b => Assert.Matches("^(left|right)_", b.Attribute("childclass")!.Value));
    }

    [Fact]
    public void Values_stand_where_their_names_stood()
    {
        string xml = MjcfModel.Load("lift.xml", ("CUBE", 0.0215)).ToString();
        Assert.Contains("size=\"0.0215 0.0215 0.0215\"", xml, StringComparison.Ordinal);
    }

    [Fact]
    public void A_value_may_have_a_default()
    {
        Assert.Contains("timestep=\"0.002\"", MjcfModel.Load("scene.xml").ToString(), StringComparison.Ordinal);
        string other = MjcfModel.Load("scene.xml", ("TIMESTEP", 0.0025)).ToString();
        Assert.Contains("timestep=\"0.0025\"", other, StringComparison.Ordinal);
        Assert.Contains("impratio=\"20\"", other, StringComparison.Ordinal);
    }

    [Fact]
    public void Unknown_files_and_bodies_are_refused()
    {
        Assert.Throws<ArgumentException>(() => MjcfModel.Load("nothing.xml"));
        Assert.Throws<ArgumentException>(() => MjcfModel.Load("scene.xml").Attach(MjcfModel.Load("panda.xml"), "nowhere"));
    }

    private static MjcfModel TwoArms()
    {
        MjcfModel model = MjcfModel.Parse("<mujoco><compiler autolimits=\"true\" angle=\"radian\"/><worldbody><body name=\"left_mount\"/><body name=\"right_mount\" pos=\"0 1 0\"/></worldbody></mujoco>");
        PandaArm.Mount(model, "left_");
        PandaArm.Mount(model, "right_");
        return model;
    }
}
