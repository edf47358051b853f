using DiffOG.Diagnostics;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Simulation;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Interop;

public sealed class ModelTests
{
    private const double Gravity = 9.81;

    // An arm of length 0.5 m that carries 2 kg at its end, a ball above the floor, and a start of its own.
    private const string Xml = """
        <mujoco model="sample">
          <compiler angle="radian" autolimits="true"/>
          <option timestep="0.002" gravity="0 0 -9.81"/>
          <worldbody>
            <light pos="0 0 3"/>
            <camera name="side" pos="0 -2 1" xyaxes="1 0 0 0 0.4 1"/>
            <geom name="floor" type="plane" size="2 2 0.1" rgba="0.2 0.4 0.6 1"/>
            <body name="arm" pos="0 0 1">
              <joint name="shoulder" type="hinge" axis="0 1 0"/>
              <inertial pos="0.5 0 0" mass="2" diaginertia="0.001 0.001 0.001"/>
              <geom type="capsule" fromto="0 0 0 0.5 0 0" size="0.03" contype="0" conaffinity="0" rgba="0.9 0.3 0.2 1"/>
              <site name="hand" pos="0.5 0 0"/>
            </body>
            <body name="ball" pos="0 0.5 0.1">
              <freejoint name="free"/>
              <geom name="ball" type="sphere" size="0.1" mass="0.3"/>
            </body>
          </worldbody>
          <actuator><motor name="motor" joint="shoulder"/></actuator>
          <keyframe><key name="raised" qpos="-0.5 0 0.5 0.4 1 0 0 0"/></keyframe>
        </mujoco>
        """;

    [Fact]
    public void Sizes_names_and_arrays_agree_with_the_description()
    {
        using MjModel model = Load();
        Assert.Equal((8, 7, 1, 3), (model.Nq, model.Nv, model.Nu, model.BodyCount));
        Assert.Equal(0.002, model.Timestep);
        Assert.Equal("ball", model.Name(MjObject.Body, model.Id(MjObject.Body, "ball")));
        Assert.Equal((0, 1), (model.QposAddress("shoulder"), model.QposAddress("free")));
        Assert.Equal((0, 1), (model.DofAddress("shoulder"), model.DofAddress("free")));
        Assert.Equal([0, 2, 0.3], model.BodyMass.ToArray());
        Assert.Equal([0, 0, 0.5, 0.1, 1, 0, 0, 0], model.Qpos0.ToArray());
    }

    [Fact]
    public void A_keyframe_sets_the_positions()
    {
        using MjModel model = Load();
        using MjData data = new(model);
        data.ResetToKeyframe(model.Id(MjObject.Key, "raised"));
        Assert.Equal([-0.5, 0, 0.5, 0.4, 1, 0, 0, 0], data.Qpos.ToArray());
    }

    [Fact]
    public void Jacobian_bias_and_mass_agree_with_mechanics()
    {
        using MjModel model = Load();
        using MjData data = new(model);
        data.Forward();
        double[] translation = new double[3 * model.Nv], rotation = new double[3 * model.Nv], mass = new double[model.Nv * model.Nv];
        data.JacobianOfSite(model.Id(MjObject.Site, "hand"), translation, rotation);
        data.FullMass(mass);
        // A turn about +y moves a point on +x downwards.
        Assert.Equal([0, 0, -0.5], [translation[0], translation[model.Nv], translation[2 * model.Nv]]);
        Assert.Equal([0, 1, 0], [rotation[0], rotation[model.Nv], rotation[2 * model.Nv]]);
        Assert.Equal((2 * 0.5 * 0.5) + 0.001, mass[0], 1e-12);
        Assert.Equal(0.3, mass[model.Nv + 1], 1e-12);
        Assert.Equal(-2 * Gravity * 0.5, data.QfrcBias[0], 1e-12);
        Assert.Equal([0.5, 0, 1], data.SitePosition(model.Id(MjObject.Site, "hand")).ToArray());
    }

    [Fact]
    public void A_motor_that_holds_against_gravity_keeps_the_arm_still()
    {
        using MjModel model = Load();
        using MjData data = new(model);
        data.Ctrl[0] = -2 * Gravity * 0.5;
        for (int i = 0; i < 50; i++)
            data.Step();
        Assert.Equal(0, data.Qpos[0], 1e-9);
        Assert.Equal(0.1, data.Time, 1e-12);
    }

    [Fact]
    public void A_resting_ball_touches_the_floor_with_its_weight()
    {
        using MjModel model = Load();
        using MjData data = new(model);
        for (int i = 0; i < 1000; i++)
            data.Step();
        int floor = model.Id(MjObject.Geom, "floor"), ball = model.Id(MjObject.Geom, "ball");
        Assert.True(data.Contacts.Touch(ball, floor));
        Assert.Equal(1, data.Contacts.Count);
        double[] force = new double[6];
        data.Contacts.Force(0, force);
        Assert.Equal(0.3 * Gravity, force[0], 1e-2);
        Assert.True(data.Contacts.Distance(0) < 0);
    }

    [Fact]
    public void A_name_the_model_lacks_is_refused()
    {
        using MjModel model = Load();
        Assert.StartsWith("The model has no Body 'leg'.", Assert.Throws<ArgumentException>(() => model.Id(MjObject.Body, "leg")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => model.Doubles("no_such_member", 1).Length);
    }

    [Fact]
    public void A_model_MuJoCo_refuses_is_an_error_with_its_words()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => MjModel.FromXml(Needs.MuJoCo(), "<mujoco><worldbody><geom type='cone'/></worldbody></mujoco>"));
        Assert.Equal("DOG1604", error.Id);
        Assert.Contains("cone", error.Message, StringComparison.Ordinal);
        Assert.Equal("DOG1604", Assert.Throws<DiffOGException>(() => MjModel.FromFile(Needs.MuJoCo(), "nowhere.xml")).Id);
    }

    [Fact]
    public void A_file_gives_the_same_model()
    {
        MuJoCoLibrary library = Needs.MuJoCo();
        using TemporaryFolder folder = new();
        using MjModel model = MjModel.FromFile(library, folder.Write("sample.xml", Xml));
        Assert.Equal(8, model.Nq);
    }

    [Fact]
    public void A_control_period_between_physics_steps_is_refused()
    {
        DiffOGException error = Assert.Throws<DiffOGException>(() => new MuJoCoPhysics("sample", Load(), 0.0513));
        Assert.Equal("DOG1702", error.Id);
        Assert.Equal("A control step of 0.0513 s is not a whole number of physics steps of 0.002 s.", error.Detail);
    }

    [Fact]
    public void A_world_that_is_no_longer_finite_is_reported_not_reset()
    {
        using MuJoCoPhysics physics = new("sample", Load(), 0.02);
        physics.Reset(() => { });
        DiffOGException error = Assert.Throws<DiffOGException>(() => physics.Advance(() =>
        {
            physics.Data.Qvel[0] = double.NaN;
            physics.Data.Step2();
            physics.Data.Step1();
        }));
        Assert.Equal("DOG1701", error.Id);
        Assert.Contains("mjWARN_BAD", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Contacts_that_found_no_room_are_reported_not_left_out_in_silence()
    {
        const string crowded = "<mujoco><size nconmax='4' njmax='1000' /><worldbody><geom type='plane' size='1 1 1'/>"
            + "<body pos='0 0 .009'><freejoint/><geom type='box' size='.1 .1 .01'/></body><body pos='.5 0 .009'><freejoint/><geom type='box' size='.1 .1 .01'/></body></worldbody></mujoco>";
        MuJoCoLibrary library = Needs.MuJoCo();
        Assert.SkipWhen(library.Version >= 300, "From MuJoCo 3 on contacts have no limit of their own.");
        using MuJoCoPhysics physics = new("crowd", MjModel.FromXml(library, crowded), 0.002);
        DiffOGException error = Assert.Throws<DiffOGException>(() => physics.Reset(() => { }));
        Assert.Equal("DOG1704", error.Id);
        Assert.StartsWith("The simulation of crowd had more contacts 0.000 s into the episode than its model has room for", error.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Data_in_use_after_it_was_freed_is_an_error()
    {
        using MjModel model = Load();
        MjData data = new(model);
        data.Dispose();
        Assert.Throws<ObjectDisposedException>(data.Step);
    }

    private static MjModel Load() => MjModel.FromXml(Needs.MuJoCo(), Xml);
}
