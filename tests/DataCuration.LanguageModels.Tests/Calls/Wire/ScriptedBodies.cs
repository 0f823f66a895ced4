using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

/// <summary>Bodies of responses, as text.</summary>
internal static class ScriptedBodies
{
    private static readonly JsonSerializerOptions Unescaped = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A whole completion.</summary>
    public static string Whole(string content) => Encoding.UTF8.GetString(ScriptedResponse.Completion(JsonSerializer.Serialize(content, Unescaped)).Body);

    /// <summary>The data of an event. The finish reason is given as JSON.</summary>
    public static string Chunk(string content, string finish = "null", string more = "") =>
        $$$"""{"choices":[{"index":0,"delta":{"content":{{{JsonSerializer.Serialize(content)}}}},"finish_reason":{{{finish}}}}]{{{more}}}}""";
}
