using System.Buffers;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>The facts of a training that its tokenizer does not show.</summary>
/// <param name="DistinctWords">The number of different words that the merges were learned from.</param>
/// <param name="Words">The number of words.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="AmplifiedWords">The number of words of the amplified corpus.</param>
/// <param name="AmplifiedBytes">Their bytes.</param>
/// <param name="AmplifiedShare">The share of the amplified corpus in the weighted bytes.</param>
/// <param name="Merges">The number of merges.</param>
/// <param name="LastCount">The number of occurrences of the last pair that was merged.</param>
internal sealed record TrainingRecord(long DistinctWords, long Words, long Bytes, long AmplifiedWords, long AmplifiedBytes, double AmplifiedShare, int Merges,
    double LastCount)
{
    public const string FileName = "training.json";

    /// <summary>Returns the record as JSON.</summary>
    public ReadOnlyMemory<byte> Write()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, ByteLevelFile.JsonOptions))
        {
            json.WriteStartObject();
            json.WriteNumber("distinct_words", DistinctWords);
            json.WriteNumber("words", Words);
            json.WriteNumber("bytes", Bytes);
            json.WriteNumber("amplified_words", AmplifiedWords);
            json.WriteNumber("amplified_bytes", AmplifiedBytes);
            json.WriteNumber("amplified_share", AmplifiedShare);
            json.WriteNumber("merges", Merges);
            json.WriteNumber("last_count", LastCount);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>Reads a record.</summary>
    public static TrainingRecord Read(ReadOnlyMemory<byte> utf8, string path)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8);
            JsonElement root = document.RootElement;
            return new TrainingRecord(Number("distinct_words"), Number("words"), Number("bytes"), Number("amplified_words"), Number("amplified_bytes"),
                root.GetProperty("amplified_share").GetDouble(), (int)Number("merges"), root.GetProperty("last_count").GetDouble());

            long Number(string name) => root.GetProperty(name).GetInt64();
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a record of a training: {e.Message}", e);
        }
    }
}
