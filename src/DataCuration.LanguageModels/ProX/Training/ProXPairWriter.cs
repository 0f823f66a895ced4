using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>Writes training pairs as JSON Lines in UTF-8. Not thread-safe.</summary>
/// <param name="output">Receives the lines. The writer does not dispose it.</param>
/// <param name="format">The format. Default: messages.</param>
public sealed class ProXPairWriter(Stream output, ProXPairFormat format = ProXPairFormat.Messages)
{
    private readonly Stream output = output ?? throw new ArgumentNullException(nameof(output));

    /// <summary>The number of written pairs.</summary>
    public long Count { get; private set; }

    /// <summary>Writes a pair.</summary>
    /// <param name="pair">The pair.</param>
    public void Write(ProXTrainingPair pair)
    {
        ArgumentNullException.ThrowIfNull(pair);
        // Text stays readable; the file is not HTML.
        using (var writer = new Utf8JsonWriter(output, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartObject();
            if (format == ProXPairFormat.Messages)
            {
                writer.WriteStartArray("messages");
                if (pair.System.Length > 0) WriteMessage(writer, "system", pair.System);
                WriteMessage(writer, "user", pair.Input);
                WriteMessage(writer, "assistant", pair.Output);
                writer.WriteEndArray();
            }
            else
            {
                writer.WriteString("system", pair.System);
                writer.WriteString("input", pair.Input);
                writer.WriteString("output", pair.Output);
            }
            writer.WriteEndObject();
        }
        output.WriteByte((byte)'\n');
        Count++;
    }

    private static void WriteMessage(Utf8JsonWriter writer, string role, string content)
    {
        writer.WriteStartObject();
        writer.WriteString("role", role);
        writer.WriteString("content", content);
        writer.WriteEndObject();
    }
}
