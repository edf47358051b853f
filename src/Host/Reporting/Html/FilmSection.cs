using System.Text;
using DiffOG.Host.Evaluation;

namespace DiffOG.Host.Reporting.Html;

/// <summary>Rollout videos side by side, one clock for all of a row.</summary>
internal static class FilmSection
{
    // Beyond this, one or all together, the page would be slow to open; the video is linked instead.
    private const long LargestEmbedded = 24L << 20, AllEmbedded = 96L << 20;

    private static readonly Dictionary<string, string> Types = new(StringComparer.OrdinalIgnoreCase) { [".mp4"] = "video/mp4", [".webm"] = "video/webm", [".webp"] = "image/webp" };

    public static PageSection? Of(ReportView view)
    {
        IReadOnlyList<RefinerRollouts> all = view.Report.Rollouts;
        int[] filmed = [.. Enumerable.Range(0, all[0].Episodes.Count).Where(e => all.Any(r => r.Episodes[e].Video is not null))];
        if (filmed.Length == 0)
            return null;
        var body = new StringBuilder();
        long room = AllEmbedded;
        foreach (int episode in filmed)
        {
            body.Append("<h3>Episode ").Append(episode + 1).Append(", seed ").Append(all[0].Episodes[episode].Seed).Append("</h3><div class=\"film\"><div class=\"screens\">");
            for (int r = 0; r < all.Count; r++)
                body.Append(Screen(view, r, all[r].Episodes[episode], ref room));
            body.Append("</div></div>");
        }
        return new PageSection("videos", "Videos", "Rollouts side by side", body.ToString());
    }

    private static string Screen(ReportView view, int refiner, EpisodeRecord episode, ref long room)
    {
        string label = view.Refiners[refiner].Label;
        string outcome = episode.Success ? $"success after {episode.FirstSuccess} steps" : "no success";
        string caption = $"<figcaption><i class=\"swatch {view.Styles[refiner]}\"></i><strong>{ReportView.Text(label)}</strong> {outcome}</figcaption>";
        return episode.Video is null ? "" : $"<figure>{Picture(view.Folder, episode.Video, $"Video of {label}, seed {episode.Seed}: {outcome}", ref room)}{caption}</figure>";
    }

    private static string Picture(string folder, string video, string description, ref long room)
    {
        string path = Path.Combine(folder, video), told = ReportView.Text(description);
        if (!Types.TryGetValue(Path.GetExtension(path), out string? type) || Read(path) is not { Length: > 0 } bytes)
            return $"<p class=\"missing\">The video {ReportView.Text(video)} is missing.</p>";
        if (bytes.LongLength > Math.Min(LargestEmbedded, room))
            return $"<p class=\"missing\"><a href=\"{ReportView.Text(video.Replace('\\', '/'))}\">{ReportView.Text(video)}</a> is too large to stand in this page.</p>";
        room -= bytes.LongLength;
        string data = $"data:{type};base64,{Convert.ToBase64String(bytes)}";
        return type == "image/webp"
            ? $"<img class=\"frames\" alt=\"{told}\" src=\"{data}\"/>"
            : $"<video controls=\"controls\" muted=\"muted\" playsinline=\"playsinline\" aria-label=\"{told}\" src=\"{data}\"></video>";
    }

    private static byte[]? Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
