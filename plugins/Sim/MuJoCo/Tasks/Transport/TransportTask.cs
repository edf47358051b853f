using DiffOG.Specs;
using DiffOG.Simulation.MuJoCo.Geometry;
using DiffOG.Simulation.MuJoCo.Interop;
using DiffOG.Simulation.MuJoCo.Robots;
using DiffOG.Simulation.MuJoCo.Simulation;
using DiffOG.Simulation.MuJoCo.Tasks.Panda;

namespace DiffOG.Simulation.MuJoCo.Tasks.Transport;

/// <summary>
/// TwoArmTransport (robosuite 1.2): a hammer must come from a covered bin into the target bin on the other table, and a
/// cube from there into the trash bin. robot0 reaches the covered bin alone, robot1 the other two alone.
/// </summary>
internal sealed class TransportTask : PandaTask
{
    /// <summary>The height of the tables' tops [m].</summary>
    public const double TableTop = 0.8;

    /// <summary>Half the height of a bin [m].</summary>
    public const double BinHalfHeight = 0.075;

    /// <summary>The thickness of a bin's base and walls [m].</summary>
    public const double Wall = 0.01;

    /// <summary>The height of the lid's handle over the lid's middle [m].</summary>
    public const double LidHandleHeight = 0.005;

    private const double BaseDepth = 0.07, LidHalfHeight = 0.02, TrashHalf = 0.02, DropHeight = 0.001;
    private static readonly Vector3D StartBinPlace = new(0.2, -0.45, TableTop + BinHalfHeight);
    private static readonly Vector3D TargetBinPlace = new(-0.2, 0.45, TableTop + BinHalfHeight);
    private static readonly Vector3D TrashBinPlace = new(0.2, 0.45, TableTop + BinHalfHeight);
    private readonly TransportOptions options;
    private readonly int payload, trash, lid;
    private readonly MocapBody startBin, targetBin, trashBin;
    private readonly int targetBase, trashBase, trashGeom, firstPayloadGeom, lastPayloadGeom;
    private readonly int payloadQpos, trashQpos, lidQpos;

    /// <summary>Makes the world.</summary>
    public TransportTask(MuJoCoLibrary library, TransportOptions options)
        : base(SceneOf(options), library, options)
    {
        this.options = options;
        (payload, trash, lid) = (Model.Id(MjObject.Body, "payload"), Model.Id(MjObject.Body, "trash"), Model.Id(MjObject.Body, "lid"));
        (startBin, targetBin, trashBin) = (new MocapBody(Data, "start_bin"), new MocapBody(Data, "target_bin"), new MocapBody(Data, "trash_bin"));
        (targetBase, trashBase) = (Model.Id(MjObject.Geom, "target_bin_base"), Model.Id(MjObject.Geom, "trash_bin_base"));
        trashGeom = Model.Id(MjObject.Geom, "trash");
        (firstPayloadGeom, lastPayloadGeom) = (Model.Id(MjObject.Geom, "payload_handle"), Model.Id(MjObject.Geom, "payload_claw"));
        (payloadQpos, trashQpos, lidQpos) = (Model.QposAddress("payload"), Model.QposAddress("trash"), Model.QposAddress("lid"));
    }

    /// <summary>The arm that reaches the covered bin.</summary>
    public PandaArm Sender => Arms[0];

    /// <summary>The arm that reaches the other two bins.</summary>
    public PandaArm Receiver => Arms[1];

    /// <summary>The hammer: its handle's middle; its third axis points to the head.</summary>
    public Pose Payload => PoseOf(payload);

    /// <summary>The cube.</summary>
    public Pose Trash => PoseOf(trash);

    /// <summary>The middle of the lid's handle, which is long along its second axis.</summary>
    public Pose LidHandle => new(PoseOf(lid).ToWorld(LidHandleHeight * Vector3D.Up), PoseOf(lid).Orientation);

    /// <summary>The middle of the covered bin.</summary>
    public Vector3D StartBin => startBin.Position;

    /// <summary>The middle of the target bin's base.</summary>
    public Vector3D TargetBin => targetBin.Position - (BaseDepth * Vector3D.Up);

    /// <summary>The middle of the trash bin's base.</summary>
    public Vector3D TrashBin => trashBin.Position - (BaseDepth * Vector3D.Up);

    /// <summary>Whether the hammer touches the base of the target bin.</summary>
    public bool PayloadInTargetBin
    {
        get
        {
            for (int geom = firstPayloadGeom; geom <= lastPayloadGeom; geom++)
            {
                if (Data.Contacts.Touch(geom, targetBase))
                    return true;
            }
            return false;
        }
    }

    /// <summary>Whether the cube touches the base of the trash bin.</summary>
    public bool TrashInTrashBin => Data.Contacts.Touch(trashGeom, trashBase);

    /// <inheritdoc/>
    public override TaskOutcome Judge()
    {
        bool success = PayloadInTargetBin && TrashInTrashBin;
        return new TaskOutcome(success, success ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override void PlaceObjects(Chance chance)
    {
        Vector3D start = startBin.Position = NearTo(StartBinPlace, chance), target = targetBin.Position = NearTo(TargetBinPlace, chance);
        trashBin.Position = NearTo(TrashBinPlace, chance);
        Place(lidQpos, new Pose(start + ((BinHalfHeight + LidHalfHeight + DropHeight) * Vector3D.Up), QuaternionD.Identity));
        Place(payloadQpos, new Pose(OnBase(start, options.HeadHalfSize), HammerOrientation(chance)));
        QuaternionD turn = QuaternionD.About(Vector3D.Up, chance.Uniform(-options.TrashTurn, options.TrashTurn));
        Place(trashQpos, new Pose(OnBase(target, TrashHalf), turn));
    }

    /// <inheritdoc/>
    protected override void ObserveObjects(Span<double> observation)
    {
        Pose hammer = Payload, cube = Trash, handle = LidHandle;
        Write(hammer, observation);
        Write(cube, observation[7..]);
        Write(handle, observation[14..]);
        TargetBin.CopyTo(observation[21..]);
        TrashBin.CopyTo(observation[24..]);
        Vector3D hand0 = new(Sender.GripPosition), hand1 = new(Receiver.GripPosition);
        (hammer.Position - hand0).CopyTo(observation[27..]);
        (handle.Position - hand0).CopyTo(observation[30..]);
        (hammer.Position - hand1).CopyTo(observation[33..]);
        (cube.Position - hand1).CopyTo(observation[36..]);
        (observation[39], observation[40]) = (PayloadInTargetBin ? 1 : 0, TrashInTrashBin ? 1 : 0);
    }

    /// <inheritdoc/>
    protected override IDemonstrator CreateExpert(long seed, double roughness) => new TransportExpert(this, seed, roughness);

    private static PandaScene SceneOf(TransportOptions options) => new(
        "mujoco/transport", "transport.xml", ObjectSize: 41, options.MaxSteps,
        [
            new CameraSpec("overview", 256, 256), new CameraSpec("agentview", 84, 84), new CameraSpec("shouldercamera0", 84, 84),
            new CameraSpec("shouldercamera1", 84, 84), new CameraSpec("robot0_eye_in_hand", 84, 84), new CameraSpec("robot1_eye_in_hand", 84, 84),
        ])
    {
        Values = Hammer.Values(options.HeadHalfSize),
        Bases = [new(0, -0.81, 0.912), new(0, 0.81, 0.912)],
    };

    private Vector3D NearTo(Vector3D place, Chance chance)
    {
        double range = options.PlacementRange;
        return place + new Vector3D(chance.Uniform(-range, range), chance.Uniform(-range, range), 0);
    }

    // Flat, the head to one side or the other with equal chance; face and claw are then level.
    private QuaternionD HammerOrientation(Chance chance)
    {
        double turn = chance.Uniform(-options.HammerTurn, options.HammerTurn), side = chance.Uniform(-1, 1) < 0 ? -1 : 1;
        Vector3D toHead = side * new Vector3D(Math.Sin(turn), Math.Cos(turn), 0);
        return QuaternionD.FromAxes(side * Vector3D.Up, toHead);
    }

    private static Vector3D OnBase(Vector3D bin, double half) => bin + ((Wall - BinHalfHeight + half + DropHeight) * Vector3D.Up);

    // The reference takes these quaternions from matrices, and of the two that mean the same the one with w ≥ 0.
    private static void Write(Pose pose, Span<double> target)
    {
        pose.Position.CopyTo(target);
        pose.Orientation.WithPositiveW.CopyScalarLast(target[3..]);
    }
}
