using System.Text.Encodings.Web;
using System.Text.Json;

namespace DiffOG.Host.Data;

/// <summary>How the <c>data</c> commands write JSON: indented, with letters as they are.</summary>
internal static class DataJson
{
    internal static readonly JsonSerializerOptions Options = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
