using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using DiffOG.Simulation.MuJoCo.Geometry;

namespace DiffOG.Simulation.MuJoCo.Mjcf;

/// <summary>
/// A model description that is put together from parts: a scene, a task's objects, arms, grippers. A part is a complete
/// description of its own; when it is attached its names get a prefix, so that two arms can come from one file.
/// </summary>
internal sealed partial class MjcfModel
{
    private static readonly string[] References =
    [
        "name", "class", "childclass", "material", "texture", "mesh", "joint", "joint1", "joint2", "site", "body", "body1", "body2", "geom", "geom1", "geom2",
        "tendon", "target", "actuator", "objname", "refsite",
    ];

    private readonly XElement root;

    private MjcfModel(string xml) => root = XElement.Parse(xml, LoadOptions.PreserveWhitespace);

    /// <summary>A description that lies in this assembly.</summary>
    /// <param name="file">For example <c>panda.xml</c>.</param>
    /// <param name="values">What stands for <c>$NAME</c> in it, and for <c>${NAME=0.5}</c>, which is 0.5 where nothing is given.</param>
    public static MjcfModel Load(string file, params (string Name, double Value)[] values)
    {
        using Stream stream = typeof(MjcfModel).Assembly.GetManifestResourceStream(file) ?? throw new ArgumentException($"There is no description '{file}'.", nameof(file));
        using StreamReader reader = new(stream);
        string xml = reader.ReadToEnd();
        xml = WithDefault().Replace(xml, found => values.Any(v => v.Name == found.Groups[1].Value) ? "$" + found.Groups[1].Value : found.Groups[2].Value);
        foreach ((string name, double value) in values)
            xml = xml.Replace("$" + name, value.ToString("R", CultureInfo.InvariantCulture), StringComparison.Ordinal);
        return Parse(xml);
    }

    /// <summary>A description.</summary>
    /// <param name="xml">MJCF.</param>
    public static MjcfModel Parse(string xml) => new(xml);

    /// <summary>Adds everything of another description, names as they are.</summary>
    /// <param name="part">Used up.</param>
    public MjcfModel Merge(MjcfModel part)
    {
        foreach (XElement section in part.root.Elements())
            Section(section).Add(section.Elements());
        return this;
    }

    /// <summary>Hangs a part onto a body.</summary>
    /// <param name="part">Used up. The children of its world become children of the body.</param>
    /// <param name="body">A body of this description.</param>
    /// <param name="prefix">Comes before each of the part's names, for example <c>robot0_</c>.</param>
    public MjcfModel Attach(MjcfModel part, string body, string prefix = "")
    {
        part.Rename(prefix);
        XElement place = root.Descendants("body").FirstOrDefault(b => (string?)b.Attribute("name") == body) ?? throw new ArgumentException($"There is no body '{body}'.", nameof(body));
        foreach (XElement section in part.root.Elements())
            (section.Name == "worldbody" ? place : Section(section)).Add(section.Elements());
        return this;
    }

    /// <summary>Changes an attribute of something named.</summary>
    /// <param name="kind">For example <c>geom</c>.</param>
    /// <param name="name">Its name.</param>
    /// <param name="attribute">For example <c>pos</c>.</param>
    /// <param name="value">As MJCF writes it.</param>
    public MjcfModel Set(string kind, string name, string attribute, string value)
    {
        XElement element = root.Descendants(kind).FirstOrDefault(e => (string?)e.Attribute("name") == name) ?? throw new ArgumentException($"There is no {kind} '{name}'.", nameof(name));
        element.SetAttributeValue(attribute, value);
        return this;
    }

    /// <summary>Takes the joints away and leaves hinges at the angles named, all else at zero. What drives or couples joints goes with them.</summary>
    /// <param name="angles">Of hinges [rad]; their bodies have no orientation of their own.</param>
    public MjcfModel Freeze(params (string Joint, double Angle)[] angles)
    {
        foreach ((string name, double angle) in angles)
        {
            XElement joint = root.Descendants("joint").First(j => (string?)j.Attribute("name") == name);
            double[] axis = [.. ((string?)joint.Attribute("axis"))!.Split(' ').Select(v => double.Parse(v, CultureInfo.InvariantCulture))];
            QuaternionD turn = QuaternionD.About(new Vector3D(axis), angle);
            joint.Parent!.SetAttributeValue("quat", string.Create(CultureInfo.InvariantCulture, $"{turn.W} {turn.X} {turn.Y} {turn.Z}"));
        }
        root.Element("worldbody")!.Descendants("joint").Remove();
        root.Elements().Where(e => e.Name.LocalName is "actuator" or "equality").Remove();
        return this;
    }

    /// <summary>The description for MuJoCo.</summary>
    public override string ToString() => root.ToString();

    // Options and the like stand once, in the scene; everything else is a list that grows.
    private XElement Section(XElement like)
    {
        if (root.Element(like.Name) is { } present)
            return present;
        XElement made = new(like.Name, like.Attributes());
        root.Add(made);
        return made;
    }

    private void Rename(string prefix)
    {
        if (prefix.Length == 0)
            return;
        foreach (XAttribute attribute in root.Descendants().Where(e => !IsSetting(e)).Attributes().Where(a => References.Contains(a.Name.LocalName)))
            attribute.Value = prefix + attribute.Value;
    }

    [GeneratedRegex(@"\$\{(\w+)=([^}]*)\}")]
    private static partial Regex WithDefault();

    private static bool IsSetting(XElement element) => element.AncestorsAndSelf().Any(e => e.Name.LocalName is "compiler" or "option" or "visual" or "statistic");
}
