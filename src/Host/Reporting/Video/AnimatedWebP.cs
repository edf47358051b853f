using System.Buffers.Binary;
using System.Text;
using DiffOG.Learning.Safetensors;
using DiffOG.Specs;
using SkiaSharp;

namespace DiffOG.Host.Reporting.Video;

/// <summary>
/// Animated WebP: lossy still pictures in the container of the WebP Container Specification (Google), which every
/// current browser plays. Consecutive equal frames become one that lasts longer.
/// </summary>
internal static class AnimatedWebP
{
    private const int Quality = 75;
    private const byte AnimationFlag = 0x02;

    // No blending (the frame replaces what was there), no disposal.
    private const byte ReplaceFrame = 0x02;

    public static void Write(string path, IEnumerable<Image> frames, double rate) => AtomicFile.Write(path, stream => Write(stream, frames, rate));

    private static void Write(Stream stream, IEnumerable<Image> frames, double rate)
    {
        Image? first = null, waiting = null;
        int count = 0, waitingSince = 0;
        foreach (Image frame in frames)
        {
            FrameSize.Check(first ??= frame, frame);
            if (count == 0)
                WriteHeader(stream, frame);
            if (waiting is not null && !waiting.Rgb.AsSpan().SequenceEqual(frame.Rgb))
            {
                WriteFrame(stream, waiting, Milliseconds(waitingSince, count, rate));
                (waiting, waitingSince) = (frame, count);
            }
            waiting ??= frame;
            count++;
        }
        if (waiting is null)
            throw FrameSize.NoFrames();
        WriteFrame(stream, waiting, Milliseconds(waitingSince, count, rate));
        stream.Position = 4;
        stream.Write(UInt32((uint)(stream.Length - 8)));
    }

    // Differences of rounded times do not add up rounding errors.
    private static int Milliseconds(int from, int to, double rate) =>
        Math.Clamp((int)(Math.Round(1000 * to / rate) - Math.Round(1000 * from / rate)), 1, 0xFFFFFF);

    private static void WriteHeader(Stream stream, Image frame)
    {
        stream.Write("RIFF\0\0\0\0WEBP"u8);
        WriteChunk(stream, "VP8X", [AnimationFlag, 0, 0, 0, .. UInt24(frame.Width - 1), .. UInt24(frame.Height - 1)]);
        // White background, loop for ever.
        WriteChunk(stream, "ANIM", [255, 255, 255, 255, 0, 0]);
    }

    private static void WriteFrame(Stream stream, Image frame, int milliseconds) => WriteChunk(
        stream,
        "ANMF",
        [.. UInt24(0), .. UInt24(0), .. UInt24(frame.Width - 1), .. UInt24(frame.Height - 1), .. UInt24(milliseconds), ReplaceFrame, .. Still(frame)]);

    // The still picture without its RIFF header of 12 bytes: the chunk of the picture itself.
    private static ReadOnlySpan<byte> Still(Image frame)
    {
        byte[] rgba = new byte[frame.Width * frame.Height * 4];
        for (int i = 0, j = 0; j < frame.Rgb.Length; i += 4, j += 3)
            (rgba[i], rgba[i + 1], rgba[i + 2], rgba[i + 3]) = (frame.Rgb[j], frame.Rgb[j + 1], frame.Rgb[j + 2], 255);
        using var picture = SKImage.FromPixelCopy(new SKImageInfo(frame.Width, frame.Height, SKColorType.Rgba8888, SKAlphaType.Opaque), rgba);
        using SKData data = picture.Encode(SKEncodedImageFormat.Webp, Quality);
        return data.ToArray().AsSpan(12);
    }

    private static void WriteChunk(Stream stream, string name, ReadOnlySpan<byte> content)
    {
        stream.Write(Encoding.ASCII.GetBytes(name));
        stream.Write(UInt32((uint)content.Length));
        stream.Write(content);
        if (content.Length % 2 == 1)
            stream.WriteByte(0);
    }

    private static byte[] UInt24(int value) => [(byte)value, (byte)(value >> 8), (byte)(value >> 16)];

    private static byte[] UInt32(uint value)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        return bytes;
    }
}
