using DiffOG.Specs;
using Xunit;

namespace DiffOG.Datasets.Robomimic.Tests;

public sealed class PictureTests
{
    [Fact]
    public void pictures_are_read_by_camera_and_window()
    {
        using IDemonstrationDataset data = DemoFile.OpenAt(DemoFile.Compressed, new() { Observations = ["robot0_eef_pos"] });
        Assert.Equal([new CameraSpec("agentview", 12, 8), new CameraSpec("robot0_eye_in_hand", 6, 6)], data.Spec.Observations.Cameras);
        byte[] pictures = new byte[3 * 8 * 12 * 3];
        data.ReadPictures(1, 2, 3, "agentview", pictures);
        for (int i = 0; i < pictures.Length; i++)
            Assert.Equal(Drawn(demo: 1, step: 2 + (i / 288), y: i / 36 % 8, x: i / 3 % 12, colour: i % 3), pictures[i]);
        byte[] hand = new byte[108];
        data.ReadPictures(0, 4, 1, "robot0_eye_in_hand", hand);
        Assert.Equal(Drawn(demo: 5, step: 4, y: 5, x: 4, colour: 1), hand[(((5 * 6) + 4) * 3) + 1]);
    }

    [Fact]
    public void cameras_are_those_chosen_and_what_is_no_picture_is_refused()
    {
        using (IDemonstrationDataset one = DemoFile.OpenAt(DemoFile.Compressed, new() { Observations = ["robot0_eef_pos"], Cameras = ["robot0_eye_in_hand"] }))
            Assert.Equal("robot0_eye_in_hand", Assert.Single(one.Spec.Observations.Cameras).Name);
        using (IDemonstrationDataset none = DemoFile.OpenAt(DemoFile.Compressed, new() { Observations = ["robot0_eef_pos"], Cameras = [] }))
            Assert.Empty(none.Spec.Observations.Cameras);
        Errors.Of("DOG1432", () => DemoFile.OpenAt(DemoFile.Compressed, new() { Cameras = ["top"] }), "no 'obs/top_image' in data/demo_0", "obs/agentview_image");
        using DemoFile file = new DemoFile().With(0, 3, "depth_image").Attribute("env_args", """{"env_kwargs": {"control_freq": 20}}""").Write();
        Errors.Of("DOG1434", () => file.Open(new() { Observations = ["depth_image"], Cameras = ["depth"] }), "shape [3, 3] of FloatingPoint, 8 bytes; pictures are [steps, height, width, 3] bytes");
    }

    [Fact]
    public void one_changed_picture_changes_the_fingerprint()
    {
        string Print(byte value)
        {
            byte[,,,] pictures = new byte[4, 2, 2, 3];
            pictures[2, 1, 1, 0] = value;
            using DemoFile file = new DemoFile().Attribute("env_args", """{"env_kwargs": {"control_freq": 20}}""")
                .With(0, new PureHDF.H5Group { ["actions"] = DemoFile.Table(0, 4, 7), ["obs"] = DemoFile.Observed([("a", DemoFile.Table(0, 4, 3)), ("top_image", pictures)]) }).Write();
            using IDemonstrationDataset data = file.Open(new() { Observations = ["a"] });
            return data.Fingerprint;
        }
        Assert.Equal(Print(1), Print(1));
        Assert.NotEqual(Print(1), Print(2));
    }

    private static byte Drawn(int demo, int step, int y, int x, int colour) => (byte)((demo * 31) + (step * 7) + (y / 3 * 5) + (x / 2 * 3) + (colour * 11));
}
