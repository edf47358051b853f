using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;

namespace DiffOG.Simulation.MuJoCo.Tasks.ToolHang;

/// <summary>Where stand, frame and tool are, and the points of them that the task is about.</summary>
/// <param name="data">The world.</param>
internal sealed class ToolHangParts(MjData data)
{
    private readonly int frame = data.Model.Id(MjObject.Body, "frame"), tool = data.Model.Id(MjObject.Body, "tool"), stand = data.Model.Id(MjObject.Body, "stand");
    private readonly int standBase = Site(data, "stand_base"), standMount = Site(data, "stand_mount");
    private readonly int corner = Site(data, "frame_intersection"), hang = Site(data, "frame_hang"), mount = Site(data, "frame_mount"), tip = Site(data, "frame_tip");
    private readonly int hole = Site(data, "hole1"), far = Site(data, "hole1_0"), near = Site(data, "hole1_4");
    private readonly int[] walls = [Site(data, "stand_wall_0"), Site(data, "stand_wall_1"), Site(data, "stand_wall_2"), Site(data, "stand_wall_3")];

    /// <summary>The stand; its origin is 8 cm above its foot.</summary>
    public Pose Stand => new(new Vector3D(data.Xpos(stand)), new QuaternionD(data.Xquat(stand)));

    /// <summary>The frame; its rod is along z, the tip below, its hook towards −x.</summary>
    public Pose Frame => new(new Vector3D(data.Xpos(frame)), new QuaternionD(data.Xquat(frame)));

    /// <summary>The tool; the hole by which it hangs is at −x.</summary>
    public Pose Tool => new(new Vector3D(data.Xpos(tool)), new QuaternionD(data.Xquat(tool)));

    /// <summary>The plate of the stand, as observed.</summary>
    public Pose Base => new(At(standBase), Stand.Orientation);

    /// <summary>Where the frame's rod and arm meet, as observed.</summary>
    public Pose Corner => new(At(corner), Frame.Orientation);

    /// <summary>The point of the stand above the middle of its plate, at the height of the tube's end.</summary>
    public Vector3D StandMount => At(standMount);

    /// <summary>The end of the frame's arm.</summary>
    public Vector3D Hang => At(hang);

    /// <summary>The lower end of the frame's square rod.</summary>
    public Vector3D Mount => At(mount);

    /// <summary>The tip of the frame's rod.</summary>
    public Vector3D Tip => At(tip);

    /// <summary>The middle of the hole by which the tool hangs.</summary>
    public Vector3D Hole => At(hole);

    /// <summary>The part of that hole's ring that is farthest from the handle.</summary>
    public Vector3D RingFar => At(far);

    /// <summary>The part of that hole's ring that is nearest to the handle.</summary>
    public Vector3D RingNear => At(near);

    /// <summary>The middle of a wall of the stand's tube; 0 is opposite to 2 and 1 to 3.</summary>
    public Vector3D Wall(int index) => At(walls[index]);

    private Vector3D At(int site) => new(data.SitePosition(site));

    private static int Site(MjData data, string name) => data.Model.Id(MjObject.Site, name);
}
