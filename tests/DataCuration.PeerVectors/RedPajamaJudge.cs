using System.Text;
using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>
/// RedPajama-Data v2's signals. The first set has each value with its span; the second one has the spans of lines once, normal forms and words.
/// </summary>
/// <param name="kind">The kind of file: <c>redpajama</c> or <c>redpajama_signals</c>.</param>
internal sealed class RedPajamaJudge(string kind) : VectorJudge(kind)
{
    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        TermList bad = TermList.Of(root.TryGetProperty("block_words", out _) ? FilterRun.Texts(root, "block_words") : ["no such word"]);
        using var calls = new StageCalls(new RedPajamaSignals { StopWords = TermList.Of(StopWordLists.Smart), BadWords = bad });
        JsonElement cases = root.GetProperty("cases");
        if (cases.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement one in cases.EnumerateArray())
            {
                cancellationToken.ThrowIfCancellationRequested();
                Document signals = calls.Apply(one.GetProperty("text").GetString()!).Document!;
                foreach (JsonProperty signal in one.GetProperty("signals").EnumerateObject())
                    CompareSpans($"{one.GetProperty("name").GetString()} {signal.Name}", signal, signals, tally);
            }
            return;
        }
        foreach (JsonProperty one in cases.EnumerateObject())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string text = folder.Documents[one.Name];
            Document signals = calls.Apply(text).Document!;
            JsonElement lines = one.Value.GetProperty("line_spans");
            foreach (JsonProperty signal in one.Value.GetProperty("signals").EnumerateObject())
                Compare($"{one.Name} {signal.Name}", signal, lines, signals, tally);
            JudgeWords(one.Name, root, text, tally);
        }
    }

    private static void JudgeWords(string id, JsonElement root, string text, VectorTally tally)
    {
        string normal = Encoding.UTF8.GetString(new RedPajamaScratch().Normalize(Encoding.UTF8.GetBytes(text)));
        if (root.GetProperty("normalized").TryGetProperty(id, out JsonElement expected) && expected.ValueKind == JsonValueKind.String)
            tally.Equal($"{id} normalized", expected.GetString(), normal);
        if (!root.GetProperty("words").TryGetProperty(id, out JsonElement words)) return;
        string[] found = normal.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        JsonElement wanted = words.GetProperty("normalized");
        if (wanted.ValueKind == JsonValueKind.Number) tally.Equal($"{id} normal words", wanted.GetInt32(), found.Length);
        else tally.Equal($"{id} normal words", string.Join('|', wanted.EnumerateArray().Select(one => one.GetString())), string.Join('|', found));
    }

    private static void Compare(string name, JsonProperty signal, JsonElement lines, Document signals, VectorTally tally)
    {
        if (!signal.Name.StartsWith("rps_lines", StringComparison.Ordinal))
        {
            CompareNumber(name, signal.Value, signals, signal.Name, tally);
            return;
        }
        using JsonDocument actual = Json(signals, signal.Name);
        if (signal.Value.ValueKind == JsonValueKind.Null || signal.Value.GetArrayLength() != actual.RootElement.GetArrayLength())
        {
            if (actual.RootElement.GetArrayLength() == 0) tally.Equal(name, 0, 0); // an empty text: the peer's one entry has no value
            else tally.Fail(name, $"expected {signal.Value}, got {actual.RootElement}");
            return;
        }
        for (int i = 0; i < actual.RootElement.GetArrayLength(); i++)
        {
            JsonElement line = actual.RootElement[i];
            tally.Equal($"{name} span {i}", (lines[i][0].GetInt32(), lines[i][1].GetInt32()), (line[0].GetInt32(), line[1].GetInt32()));
            tally.Near($"{name} line {i}", FilterRun.Value(signal.Value[i]), line[2].GetDouble());
        }
    }

    private static void CompareSpans(string name, JsonProperty signal, Document signals, VectorTally tally)
    {
        if (!signal.Name.StartsWith("rps_lines", StringComparison.Ordinal))
        {
            CompareNumber(name, signal.Value[0][2], signals, signal.Name, tally);
            return;
        }
        using JsonDocument actual = Json(signals, signal.Name);
        int count = actual.RootElement.GetArrayLength();
        if (count == 0)
        {
            tally.Equal(name, true, signal.Value.GetArrayLength() == 0 || signal.Value[0][2].ValueKind == JsonValueKind.Null);
            return;
        }
        tally.Equal(name + " lines", signal.Value.GetArrayLength(), count);
        for (int i = 0; i < Math.Min(count, signal.Value.GetArrayLength()); i++)
        {
            JsonElement line = actual.RootElement[i], wanted = signal.Value[i];
            tally.Equal($"{name} span {i}", (wanted[0].GetInt32(), wanted[1].GetInt32()), (line[0].GetInt32(), line[1].GetInt32()));
            tally.Near($"{name} line {i}", FilterRun.Value(wanted[2]), line[2].GetDouble());
        }
    }

    private static void CompareNumber(string name, JsonElement expected, Document signals, string signal, VectorTally tally)
    {
        if (!signals.TryGetValue(signal, out AnnotationValue value)) tally.Fail(name, "the signal is absent");
        else if (expected.ValueKind == JsonValueKind.Null) tally.Equal(name, AnnotationKind.Null, value.Kind);
        else tally.Near(name, FilterRun.Value(expected), value.AsNumber());
    }

    private static JsonDocument Json(Document signals, string signal) =>
        JsonDocument.Parse(signals.TryGetValue(signal, out AnnotationValue value) ? value.AsJson() : "[]"u8.ToArray());
}
