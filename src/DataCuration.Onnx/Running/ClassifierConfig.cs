using System.Globalization;
using System.Text.Json;

namespace DataCuration.Onnx;

/// <summary>What a classifier's <c>config.json</c> says of its outputs, in the transformers library's form.</summary>
/// <param name="Labels">The labels by index (<c>id2label</c>); null if it names none.</param>
/// <param name="Head">What <c>problem_type</c> means; null if it says nothing.</param>
internal sealed record ClassifierConfig(IReadOnlyList<string>? Labels, OnnxScoreHead? Head)
{
    private const int MaxLabels = 1 << 20;
    private const long MaxLength = 64 << 20;

    public static ClassifierConfig Read(string path)
    {
        if (new FileInfo(path).Length > MaxLength) throw Invalid(path, $"larger than {MaxLength} bytes");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Invalid(path, "no object");
            string? problem = document.RootElement.TryGetProperty("problem_type", out JsonElement type) && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
            return new(document.RootElement.TryGetProperty("id2label", out JsonElement map) ? ReadLabels(path, map) : null, problem switch
            {
                "single_label_classification" => OnnxScoreHead.Softmax,
                "multi_label_classification" => OnnxScoreHead.Sigmoid,
                "regression" => OnnxScoreHead.Identity,
                _ => null,
            });
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Strings that are no valid UTF-16 come as InvalidOperationException.
            throw Invalid(path, e.Message);
        }
    }

    private static string[] ReadLabels(string path, JsonElement map)
    {
        if (map.ValueKind != JsonValueKind.Object) throw Invalid(path, "its id2label is no object");
        var labels = new SortedDictionary<int, string>();
        foreach (JsonProperty pair in map.EnumerateObject())
        {
            if (!int.TryParse(pair.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= MaxLabels || pair.Value.ValueKind != JsonValueKind.String || !labels.TryAdd(id, pair.Value.GetString()!))
                throw Invalid(path, $"its id2label has the entry '{pair.Name}', no number of its own with a name");
        }
        if (labels.Count == 0 || labels.Keys.Last() != labels.Count - 1) throw Invalid(path, "the numbers of its id2label are not those from 0 on");
        return [.. labels.Values];
    }

    private static InvalidDataException Invalid(string path, string why) => new($"{path} is no valid classifier configuration: {why}.");
}
