using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Compares the annotations of Dolma's taggers: one number, or a list of spans.</summary>
internal static class DolmaAttributes
{
    /// <summary>Compares all span types of a tagger, and that there is no other one.</summary>
    public static void Compare(string name, string tagger, JsonElement expected, Document document, VectorTally tally)
    {
        HashSet<string> seen = new(StringComparer.Ordinal);
        int characters = document.Text.EnumerateRunes().Count();
        foreach (JsonProperty type in expected.EnumerateObject())
        {
            string attribute = $"{tagger}__{type.Name}";
            seen.Add(attribute);
            if (!document.TryGetValue(attribute, out AnnotationValue value)) tally.Fail($"{name} {type.Name}", "the attribute is absent");
            else if (type.Value.ValueKind != JsonValueKind.Array) tally.Near($"{name} {type.Name}", FilterRun.Value(type.Value), Number(value, characters));
            else CompareSpans($"{name} {type.Name}", type.Value, value, characters, tally);
        }
        foreach (KeyValuePair<string, AnnotationValue> field in document.ListFields())
            if (!seen.Contains(field.Key)) tally.Fail(name, $"the peer has no {field.Key}");
    }

    private static void CompareSpans(string name, JsonElement expected, AnnotationValue actual, int characters, VectorTally tally)
    {
        double[][] spans = Spans(actual, characters);
        tally.Equal(name + " spans", expected.GetArrayLength(), spans.Length);
        for (int i = 0; i < Math.Min(spans.Length, expected.GetArrayLength()); i++)
            for (int part = 0; part < 3; part++) tally.Near($"{name} span {i}", FilterRun.Value(expected[i][part]), spans[i][part]);
    }

    private static double Number(AnnotationValue value, int characters) =>
        value.Kind == AnnotationKind.Json ? Spans(value, characters)[0][2] : value.AsNumber();

    private static double[][] Spans(AnnotationValue value, int characters)
    {
        if (value.Kind != AnnotationKind.Json) return [[0, characters, value.AsNumber()]];
        using JsonDocument json = JsonDocument.Parse(value.AsJson());
        return [.. json.RootElement.EnumerateArray().Select(span => span.EnumerateArray().Select(one => one.GetDouble()).ToArray())];
    }
}
