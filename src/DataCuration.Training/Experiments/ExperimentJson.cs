using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Training;

/// <summary>Writes a report as JSON.</summary>
internal static class ExperimentJson
{
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Write(SelectionExperimentReport report)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteNumber("tokens_per_run", report.TokensPerRun);
            WriteTable(json, "runs", report.ToRunTable());
            WriteTable(json, "comparisons", report.ToComparisonTable());
            json.WriteStartArray("warnings");
            foreach (string warning in report.Warnings) json.WriteStringValue(warning);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteTable(Utf8JsonWriter json, string name, ExperimentTable table)
    {
        json.WriteStartArray(name);
        foreach (IReadOnlyList<AnnotationValue> row in table.Rows)
        {
            json.WriteStartObject();
            for (int i = 0; i < row.Count; i++)
            {
                json.WritePropertyName(table.Columns[i]);
                switch (row[i].Kind)
                {
                    case AnnotationKind.Integer:
                        json.WriteNumberValue(row[i].AsInteger());
                        break;
                    case AnnotationKind.Number:
                        json.WriteNumberValue(row[i].AsNumber());
                        break;
                    case AnnotationKind.Null:
                        json.WriteNullValue();
                        break;
                    default:
                        json.WriteStringValue(row[i].AsString());
                        break;
                }
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }
}
