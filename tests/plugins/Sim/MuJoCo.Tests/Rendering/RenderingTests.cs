using DiffOG.Composition;
using DiffOG.Diagnostics;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Rendering;
using DiffOG.Simulation.MuJoCo.Tasks.ArrangeDesk;
using DiffOG.Simulation.MuJoCo.Tasks.Lift;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Simulation.MuJoCo.Tests.Rendering;

public sealed class RenderingTests
{
    // A camera that looks along +y at a red wall above a blue floor.
    private const string Xml = """
        <mujoco>
          <visual><headlight ambient="0.6 0.6 0.6" diffuse="0.4 0.4 0.4"/></visual>
          <worldbody>
            <camera name="front" pos="0 -2 0.5" xyaxes="1 0 0 0 0 1"/>
            <geom type="box" pos="0 0 0.75" size="2 0.1 0.25" rgba="0.9 0.1 0.1 1"/>
            <geom type="box" pos="0 0 0.25" size="2 0.1 0.25" rgba="0.1 0.1 0.9 1"/>
          </worldbody>
        </mujoco>
        """;

    [Theory]
    [InlineData(RenderQuality.Fast)]
    [InlineData(RenderQuality.Fine)]
    public void The_top_row_comes_first(RenderQuality quality)
    {
        using Scene scene = new(quality);
        Image image = scene.Renderer.Render(0, 64, 48);
        Assert.Equal((64, 48, 64 * 48 * 3), (image.Width, image.Height, image.Rgb.Length));
        (byte r, byte g, byte b) above = Pixel(image, 32, 20), below = Pixel(image, 32, 28);
        Assert.True(above.r > 150 && above.b < 100, $"Above is {above}.");
        Assert.True(below.b > 150 && below.r < 100, $"Below is {below}.");
    }

    [Fact]
    public void Any_thread_gets_the_same_picture()
    {
        using Scene scene = new(RenderQuality.Fast);
        byte[] here = scene.Renderer.Render(0, 40, 30).Rgb;
        byte[]? there = null;
        Thread thread = new(() => there = scene.Renderer.Render(0, 40, 30).Rgb);
        thread.Start();
        thread.Join();
        Assert.Equal(here, there);
    }

    [Fact]
    public void A_larger_picture_than_the_buffer_is_not_black()
    {
        using Scene scene = new(RenderQuality.Fast);
        scene.Renderer.Render(0, 32, 32);
        Image large = scene.Renderer.Render(0, 900, 700);
        Assert.True(Pixel(large, 20, 300).R > 150);
        Assert.True(Pixel(large, 880, 400).B > 150);
    }

    [Theory]
    [InlineData(RenderQuality.Fast)]
    [InlineData(RenderQuality.Fine)]
    public void A_picture_does_not_depend_on_larger_ones_between(RenderQuality quality)
    {
        using Scene scene = new(quality);
        byte[] before = scene.Renderer.Render(0, 40, 30).Rgb;
        scene.Renderer.Render(0, 256, 256);
        Assert.Equal(before, scene.Renderer.Render(0, 40, 30).Rgb);
    }

    [Fact]
    public void The_height_of_a_policys_pictures_can_be_chosen()
    {
        Needs.Renderer();
        using ISimulator own = new LiftPlugin().Create(new LiftOptions(), new PluginContext());
        using ISimulator small = new LiftPlugin().Create(new LiftOptions { PictureHeight = 48 }, new PluginContext());
        Assert.Equal([("overview", 256, 256), ("agentview", 84, 84), ("robot0_eye_in_hand", 84, 84)], own.Spec.Cameras.Select(c => (c.Name, c.Width, c.Height)));
        Assert.Equal([("overview", 48, 48), ("agentview", 48, 48), ("robot0_eye_in_hand", 48, 48)], small.Spec.Cameras.Select(c => (c.Name, c.Width, c.Height)));
        using ISimulator wide = new ArrangeDeskPlugin().Create(new ArrangeDeskOptions { PictureHeight = 90 }, new PluginContext());
        Assert.Contains((120, 90), wide.Spec.Cameras.Select(c => (c.Width, c.Height)));
    }

    [Fact]
    public void Two_worlds_do_not_mix()
    {
        using Scene first = new(RenderQuality.Fast), second = new(RenderQuality.Fine);
        byte[] alone = first.Renderer.Render(0, 40, 30).Rgb;
        second.Renderer.Render(0, 100, 80);
        Assert.Equal(alone, first.Renderer.Render(0, 40, 30).Rgb);
    }

    [Fact]
    public void An_impossible_size_is_refused()
    {
        using Scene scene = new(RenderQuality.Fast);
        Assert.Equal("DOG1611", Assert.Throws<DiffOGException>(() => scene.Renderer.Render(0, 0, 10)).Id);
        Assert.Equal("DOG1611", Assert.Throws<DiffOGException>(() => scene.Renderer.Render(0, 10, 100000)).Id);
    }

    private static (byte R, byte G, byte B) Pixel(Image image, int x, int y)
    {
        int at = 3 * ((y * image.Width) + x);
        return (image.Rgb[at], image.Rgb[at + 1], image.Rgb[at + 2]);
    }

    private sealed class Scene : IDisposable
    {
        private readonly MjModel model;
        private readonly MjData data;

        public Scene(RenderQuality quality)
        {
            Needs.Renderer();
            model = MjModel.FromXml(Needs.MuJoCo(), Xml);
            data = new MjData(model);
            data.Forward();
            Renderer = new SceneRenderer(data, quality);
        }

        public SceneRenderer Renderer { get; }

        public void Dispose()
        {
            Renderer.Dispose();
            data.Dispose();
            model.Dispose();
        }
    }
}
