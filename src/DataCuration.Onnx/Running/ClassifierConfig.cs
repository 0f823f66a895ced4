using System.Globalization;
using System.Text.Json;

namespace DataCuration.Onnx;

/// <summary>The outputs of a classifier according to its <c>config.json</c>, in the format of the transformers library.</summary>
/// <param name="Labels">The labels by index (<c>id2label</c>); null if there are no labels.</param>
/// <param name="Head">The head for <c>problem_type</c>; null if it is missing or unknown.</param>
internal sealed record ClassifierConfig(IReadOnlyList<string>? Labels, OnnxScoreHead? Head)
{
    private const int MaxLabels = 1 << 20;
    private const long MaxLength = 64 << 20;

    public static ClassifierConfig Read(string path)
    {
        ModelPath.Require(path, "a config.json", $"Correct {nameof(OnnxTextScorerOptions.ConfigPath)}, or set the labels in the options.");
        if (new FileInfo(path).Length > MaxLength) throw Invalid(path, $"it is larger than {MaxLength} bytes");
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            if (document.RootElement.ValueKind != JsonValueKind.Object) throw Invalid(path, "it is not an object");
            string? problem = document.RootElement.TryGetProperty("problem_type", out JsonElement type)
                && type.ValueKind == JsonValueKind.String ? type.GetString() : null;
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
            // A string with invalid UTF-16 throws InvalidOperationException.
            throw Invalid(path, e.Message);
        }
    }

    private static string[] ReadLabels(string path, JsonElement map)
    {
        if (map.ValueKind != JsonValueKind.Object) throw Invalid(path, "its id2label is not an object");
        var labels = new SortedDictionary<int, string>();
        foreach (JsonProperty pair in map.EnumerateObject())
        {
            if (!int.TryParse(pair.Name, NumberStyles.None, CultureInfo.InvariantCulture, out int id) || id >= MaxLabels
                || pair.Value.ValueKind != JsonValueKind.String || !labels.TryAdd(id, pair.Value.GetString()!))
                throw Invalid(path, $"its id2label has the entry '{pair.Name}', which is not a distinct number with a name");
        }
        if (labels.Count == 0 || labels.Keys.Last() != labels.Count - 1) throw Invalid(path, "the numbers of its id2label do not count from 0 without gaps");
        return [.. labels.Values];
    }

    private static InvalidDataException Invalid(string path, string why) => new($"{path} is not a valid classifier configuration: {why}.");
}
