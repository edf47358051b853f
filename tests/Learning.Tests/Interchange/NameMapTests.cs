using DiffOG.Diagnostics;
using DiffOG.Learning.Interchange;
using DiffOG.Specs;
using Xunit;

namespace DiffOG.Learning.Tests.Interchange;

public sealed class NameMapTests : IDisposable
{
    private static readonly ObservationSpec Two = new([new("state", 3, "1")]) { Cameras = [new("front", 8, 8), new("hand", 8, 8)] };
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void the_maps_that_come_along_are_sound_and_have_names_of_their_own()
    {
        Assert.Contains("diffusion-policy/unet", NameMap.All.Select(m => m.Name));
        Assert.Equal(NameMap.All.Count, NameMap.All.Select(m => m.Name).Distinct().Count());
        Assert.All(NameMap.All, m => Assert.NotEmpty(m.Tensors));
    }

    [Theory]
    [InlineData("lerobot/diffusion-separate", "diffusion.unet.down_modules.1.0.conv2.block.0.weight", "model.down_modules.1.0.blocks.1.block.0.weight")]
    [InlineData("lerobot/diffusion-separate", "diffusion.unet.mid_modules.1.conv1.block.1.bias", "model.mid_modules.1.blocks.0.block.1.bias")]
    [InlineData("lerobot/diffusion-separate", "diffusion.unet.up_modules.0.2.weight", "model.up_modules.0.2.conv.weight")]
    [InlineData("lerobot/diffusion-separate", "diffusion.unet.down_modules.0.1.cond_encoder.1.bias", "model.down_modules.0.1.cond_encoder.1.bias")]
    [InlineData("lerobot/diffusion-separate", "diffusion.unet.final_conv.0.block.0.weight", "model.final_conv.0.block.0.weight")]
    [InlineData("lerobot/diffusion-separate", "diffusion.rgb_encoder.1.backbone.4.0.conv1.weight", "obs_encoder.obs_nets.hand.nets.0.nets.4.0.conv1.weight")]
    [InlineData("lerobot/diffusion", "diffusion.rgb_encoder.out.bias", "obs_encoder.obs_nets.front.nets.3.bias")]
    [InlineData("diffusion-policy/unet", "obs_encoder.obs_nets.hand_image.nets.1.nets.weight", "obs_encoder.obs_nets.hand.nets.1.nets.weight")]
    [InlineData("diffusion-policy/transformer", "model.decoder.layers.0.linear1.weight", "model.decoder.layers.0.linear1.weight")]
    [InlineData("lerobot/act", "model.encoder.layers.0.self_attn.in_proj_weight", "model.encoder.layers.0.self_attn.in_proj_weight")]
    [InlineData("diffog/layer", "dto_layer.L_linear.weight", "L_linear.weight")]
    public void names_translate_both_ways(string map, string theirs, string ours)
    {
        NameMap found = NameMap.Find(map);
        var rules = new NameRules(found, found.Part == MappedPart.Policy ? Two : null, new Dictionary<string, string>());
        Assert.Equal(ours, rules.ToOurs(theirs));
        Assert.Equal(theirs, rules.ToTheirs(ours));
        Assert.False(rules.IsIgnored(theirs));
    }

    [Fact]
    public void a_camera_may_have_another_name_there()
    {
        var rules = new NameRules(NameMap.Find("diffusion-policy/unet"), Two, new Dictionary<string, string> { ["front"] = "image" });
        Assert.Equal("obs_encoder.obs_nets.front.nets.3.bias", rules.ToOurs("obs_encoder.obs_nets.image.nets.3.bias"));
        Assert.Null(rules.ToOurs("obs_encoder.obs_nets.front_image.nets.3.bias"));
    }

    [Fact]
    public void a_map_that_is_none_says_why()
    {
        DiffOGException unknown = Assert.Throws<DiffOGException>(() => NameMap.Find("lerobot/dif"));
        Assert.Equal("DOG1331", unknown.Id);
        Assert.Contains("There is no map 'lerobot/dif'; there are diffog/layer, diffog/layer-alone, diffusion-policy/transformer, diffusion-policy/unet, lerobot/act, lerobot/diffusion, lerobot/diffusion-separate.", unknown.Message, StringComparison.Ordinal);
        File.WriteAllText(folder["map.json"], """{"name": "mine", "tensor": []}""");
        Assert.Equal("DOG1331", Assert.Throws<DiffOGException>(() => NameMap.Find(folder["map.json"])).Id);
    }

    [Fact]
    public void a_map_may_be_a_file()
    {
        File.WriteAllText(folder["map.json"], """
            {"name": "mine", "reference": "my network", "part": "policy", "plugin": "diffusion", "tensors": [{"theirs": "net.{rest}", "ours": "model.{rest}"}], "ignored": [], "statistics": []}
            """);
        Assert.Equal("mine", NameMap.Find(folder["map.json"]).Name);
    }
}
