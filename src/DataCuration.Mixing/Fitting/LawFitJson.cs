using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>Writes the report of a fit as JSON.</summary>
internal static class LawFitJson
{
    private const int FormatVersion = 1;

    private static readonly JsonWriterOptions Options = new() { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(LawFit fit)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteString("law", fit.Law.Law.Name);
            json.WriteString("formula", fit.Law.Law.Formula);
            json.WriteNumber("points", fit.Points);
            Number(json, "r_squared", fit.RSquared);
            Number(json, "huber", fit.Huber);
            Number(json, "root_mean_square_error", fit.RootMeanSquareError);
            Number(json, "mean_relative_error", fit.MeanRelativeError);
            json.WriteBoolean("converged", fit.IsConverged);
            json.WriteNumber("starts", fit.Starts);
            json.WriteNumber("failed_starts", fit.FailedStarts);
            json.WriteNumber("finished_starts", fit.PolishedStarts);
            json.WriteNumber("agreeing_starts", fit.AgreeingStarts);
            json.WriteNumber("bootstrap_samples", fit.BootstrapSamples);
            json.WriteNumber("confidence", fit.Confidence);
            json.WriteStartArray("parameters");
            foreach (ParameterEstimate parameter in fit.Parameters)
            {
                json.WriteStartObject();
                json.WriteString("name", parameter.Name);
                Number(json, "value", parameter.Interval.Value);
                Number(json, "low", parameter.Interval.Low);
                Number(json, "high", parameter.Interval.High);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteStartArray("excluded");
            foreach (ExcludedPoint point in fit.Excluded)
            {
                json.WriteStartObject();
                json.WriteString("name", point.Name);
                json.WriteString("reason", point.Reason);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Number(Utf8JsonWriter json, string name, double value)
    {
        if (double.IsFinite(value)) json.WriteNumber(name, value);
        else json.WriteNull(name);
    }
}
