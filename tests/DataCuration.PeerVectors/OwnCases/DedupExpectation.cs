using System.Globalization;
using System.Text.Json;
using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>Compares the result of a deduplication with a case's expectation.</summary>
internal static class DedupExpectation
{
    /// <summary>Compares survivors, clusters, matched records and similarities of a list with a <see cref="DuplicateTable"/>.</summary>
    public static void CompareList(CaseFields expected, CaseCorpus corpus, CaseCorpus? earlier, KeepList list, CaseChecks checks)
    {
        CompareKept(expected, corpus, list, checks);
        using DuplicateTable table = DuplicateTable.Open(list);
        var survivors = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var matched = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var similarities = new Dictionary<string, double>(StringComparer.Ordinal);
        foreach ((int shard, int record) in corpus.Places)
        {
            if (table.Find(shard, record) is not { } found) continue;
            string id = corpus.IdOf(shard, record);
            survivors.Add(id, Name(found.Survivor));
            matched.Add(id, Name(found.Match));
            similarities.Add(id, found.Similarity);
        }
        if (expected.Find("clusters") is { } clusters)
        {
            string[] actual = [.. corpus.Ids.Where(survivors.ContainsKey).GroupBy(id => survivors[id], StringComparer.Ordinal)
                .Select(cluster => string.Join(' ', cluster)).Order(StringComparer.Ordinal)];
            checks.Equal("clusters", string.Join(" | ", Lists(expected, "clusters", clusters).Order(StringComparer.Ordinal)), string.Join(" | ", actual));
        }
        CompareTexts(expected, "survivors", survivors, checks);
        CompareTexts(expected, "matched", matched, checks);
        CompareNumbers(expected, "similarity", similarities, checks);

        string Name(MatchedRecord record) => record.Index is null ? corpus.IdOf(record.Shard, record.Record)
            : "earlier " + earlier!.IdOf(record.Shard, record.Record);
    }

    /// <summary>Compares what <see cref="CompareList"/> does, and the most similar document before each one, of semantic deduplication.</summary>
    public static void CompareNearest(CaseFields expected, CaseCorpus corpus, KeepList list, CaseChecks checks)
    {
        CompareList(expected, corpus, null, list, checks);
        var nearest = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var similarities = new Dictionary<string, double>(StringComparer.Ordinal);
        using RecordTable<long> ids = list.OpenProvenance<long>("nearest");
        using RecordTable<float> values = list.OpenProvenance<float>("nearest_similarity");
        foreach ((int shard, int record) in corpus.Places)
        {
            if (!ids.TryGet(shard, record, out long id) || id < 0) continue;
            MatchedRecord found = RecordIds.Parse(id);
            nearest.Add(corpus.IdOf(shard, record), corpus.IdOf(found.Shard, found.Record));
            if (values.TryGet(shard, record, out float similarity)) similarities.Add(corpus.IdOf(shard, record), similarity);
        }
        CompareTexts(expected, "nearest", nearest, checks);
        CompareNumbers(expected, "nearest_similarity", similarities, checks);
    }

    /// <summary>Compares the ids of the documents that stay.</summary>
    public static void CompareKept(CaseFields expected, CaseCorpus corpus, KeepList list, CaseChecks checks)
    {
        if (expected.Texts("kept") is { } kept)
            checks.Equal("kept", string.Join(' ', kept), string.Join(' ', list.ReadRecords().Select(record => corpus.IdOf(record.Shard, record.Record))));
    }

    /// <summary>Compares the spans in code points, the documents of their first copies, and the texts that are left.</summary>
    public static void CompareSpans(CaseFields expected, CaseFields? removal, CaseCorpus corpus, DuplicateSpans spans, CaseWork work, CaseChecks checks)
    {
        var ranges = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var sources = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach ((int shard, int record) in corpus.Places)
        {
            IReadOnlyList<DuplicateSpan> found = spans.Read(shard, record);
            if (found.Count == 0) continue;
            string id = corpus.IdOf(shard, record);
            byte[] text = corpus.Utf8Of(id);
            ranges.Add(id, string.Join(' ', found.Select(span =>
                FormattableString.Invariant($"[{CaseCorpus.ToCodePoints(text, span.Start)}, {CaseCorpus.ToCodePoints(text, span.End)}]"))));
            sources.Add(id, string.Join(' ', found.Select(span => span.FirstRecord < 0 ? "earlier" : corpus.IdOf(span.FirstShard, span.FirstRecord))));
        }
        if (expected.OptionalObject("spans") is { } wanted)
        {
            Dictionary<string, string> listed = wanted.All().ToDictionary(field => field.Name,
                field => string.Join(' ', Lists(wanted, field.Name, field.Value).Select(pair => $"[{pair.Replace(" ", ", ", StringComparison.Ordinal)}]")),
                StringComparer.Ordinal);
            Compare("spans", listed, ranges, checks);
        }
        if (expected.OptionalObject("sources") is { } first)
        {
            Compare("sources", first.All().ToDictionary(field => field.Name, field => string.Join(' ', first.Texts(field.Name)!), StringComparer.Ordinal),
                sources, checks);
        }
        if (expected.OptionalObject("texts") is { } texts) CompareLeft(texts, removal, corpus, spans, work, checks);
    }

    private static void CompareLeft(CaseFields expected, CaseFields? removal, CaseCorpus corpus, DuplicateSpans spans, CaseWork work, CaseChecks checks)
    {
        var stage = new DuplicateSpanRemoval(spans)
        {
            MinWords = removal?.Int("min_words", 0) ?? 0,
            MinSentences = removal?.Int("min_sentences", 0) ?? 0,
            MinSpanWords = removal?.Int("min_span_words", 0) ?? 0,
            TrimsEnds = removal?.Flag("trims_ends", true) ?? true,
        };
        Dictionary<string, string> left = work.Read(corpus, stage).ToDictionary(document => document.Id, document => document.Text, StringComparer.Ordinal);
        Dictionary<string, string?> wanted = expected.All()
            .ToDictionary(field => field.Name, field => expected.OptionalText(field.Name), StringComparer.Ordinal);
        foreach (string id in corpus.Ids)
            checks.Equal($"text of {id}", wanted.Remove(id, out string? text) ? text : corpus.TextOf(id), left.GetValueOrDefault(id));
        if (wanted.Count > 0) throw expected.Error($"there is no document '{wanted.Keys.First()}'");
    }

    private static void CompareTexts(CaseFields expected, string name, SortedDictionary<string, string> actual, CaseChecks checks)
    {
        if (expected.OptionalObject(name) is { } wanted)
            Compare(name, wanted.All().ToDictionary(field => field.Name, field => wanted.Text(field.Name), StringComparer.Ordinal), actual, checks);
    }

    private static void CompareNumbers(CaseFields expected, string name, Dictionary<string, double> actual, CaseChecks checks)
    {
        if (expected.OptionalObject(name) is not { } wanted) return;
        foreach (JsonProperty field in wanted.All())
        {
            if (actual.TryGetValue(field.Name, out double value)) checks.Near($"{name} of {field.Name}", wanted.Number(field.Name, 0), value, 1e-6);
            else checks.Equal($"{name} of {field.Name}", field.Value.ToString(), null);
        }
    }

    private static void Compare(string name, Dictionary<string, string> expected, SortedDictionary<string, string> actual, CaseChecks checks)
    {
        foreach (string id in expected.Keys.Union(actual.Keys).Order(StringComparer.Ordinal))
            checks.Equal($"{name} of {id}", expected.GetValueOrDefault(id), actual.GetValueOrDefault(id));
        if (expected.Count == 0 && actual.Count == 0) checks.Equal(name, 0, actual.Count);
    }

    /// <summary>Returns each inner list as its items between blanks.</summary>
    private static IEnumerable<string> Lists(CaseFields place, string name, JsonElement lists)
    {
        if (lists.ValueKind != JsonValueKind.Array) throw place.Wrong(name, lists, "a list of lists");
        foreach (JsonElement list in lists.EnumerateArray())
        {
            if (list.ValueKind != JsonValueKind.Array) throw place.Wrong(name, list, "a list");
            yield return string.Join(' ', list.EnumerateArray().Select(item => item.ToString()));
        }
    }
}
