using System.Globalization;
using System.Text;
using System.Text.Json;
using DataCuration.Deduplication;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>
/// Judges the parts of <c>text_dedup</c> about ranges: those that overlap or touch are joined, moved from one long text to its documents, and cut out.
/// </summary>
/// <remarks>
/// All values come from one run of the library's own steps: <see cref="SpanJoin"/>, <see cref="DuplicateSpans"/> and <see cref="DuplicateSpanRemoval"/>.
/// text-dedup's other way of joining, <c>longest</c>, keeps ranges that overlap, and has no counterpart here.
/// </remarks>
internal static class TextDedupSpans
{
    /// <summary>text-dedup leaves parts of a range that are shorter in a document. The file does not say the number that it was made with.</summary>
    private const int LengthThreshold = 3;

    /// <summary>Compares all values.</summary>
    public static void Judge(JsonElement root, VectorTally tally, CancellationToken cancellationToken)
    {
        var texts = new List<string>();
        var ranges = new List<List<(int Start, int End)>>();
        foreach (JsonElement set in root.GetProperty("intervals").EnumerateArray())
        {
            List<(int Start, int End)> slices = Ranges(set.GetProperty("slices")), documents = Ranges(set.GetProperty("boundaries"));
            int length = Math.Max(slices.Max(range => range.End), documents[^1].End);
            Add(new string('x', length), slices);
            foreach ((int start, int end) in documents)
            {
                Add(new string('x', end - start), [.. slices.Where(range => range.Start < end && range.End > start)
                    .Select(range => (Start: Math.Max(range.Start, start) - start, End: Math.Min(range.End, end) - start))
                    .Where(range => range.End - range.Start >= LengthThreshold)]);
            }
        }
        int cuts = texts.Count;
        foreach (JsonElement one in root.GetProperty("clean_up").EnumerateArray())
        {
            string text = one.GetProperty("text").GetString()!;
            Add(text, Widen(Encoding.UTF8.GetBytes(text), Ranges(one.GetProperty("slices"))));
        }
        if (texts.Count == 0) return;
        using var folder = new RunFolder();
        using CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(texts.Select((text, i) => new Document(i.ToString(CultureInfo.InvariantCulture), text)));
        (List<List<(int Start, int End)>> found, Dictionary<string, string> left) = Task.Run(() => RunAsync(corpus, ranges, run, cancellationToken), cancellationToken)
            .GetAwaiter().GetResult();
        CompareIntervals(root.GetProperty("intervals"), found, tally);
        CompareCuts(root.GetProperty("clean_up"), number => left.GetValueOrDefault((cuts + number).ToString(CultureInfo.InvariantCulture), ""), tally);

        void Add(string text, List<(int Start, int End)> spans)
        {
            texts.Add(text);
            ranges.Add(spans);
        }
    }

    private static async Task<(List<List<(int Start, int End)>> Found, Dictionary<string, string> Left)> RunAsync(Corpus corpus,
        List<List<(int Start, int End)>> ranges, CurationRun run, CancellationToken cancellationToken)
    {
        using DuplicateSpans spans = await corpus.FitAsync(new GivenSpans(ranges), run, cancellationToken).ConfigureAwait(false);
        List<List<(int Start, int End)>> found = [];
        for (int i = 0; i < ranges.Count; i++) found.Add([.. spans.Read(0, i).Select(span => (span.Start, span.End))]);
        List<Document> left = await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0, TrimsEnds = false }), run).ConfigureAwait(false);
        return (found, left.ToDictionary(document => document.Id, document => document.Text, StringComparer.Ordinal));
    }

    private static void CompareIntervals(JsonElement sets, List<List<(int Start, int End)>> found, VectorTally tally)
    {
        int next = 0, number = 0;
        foreach (JsonElement set in sets.EnumerateArray())
        {
            tally.Equal($"intervals {number} overlapping", Show(Ranges(set.GetProperty("overlapping"))), Show(found[next++]));
            long size = 0;
            int document = 0;
            foreach (JsonElement restored in set.GetProperty("restored_overlapping").EnumerateArray())
            {
                size += found[next].Sum(range => range.End - range.Start);
                tally.Equal($"intervals {number} document {document++}", Show(Ranges(restored)), Show(found[next++]));
            }
            tally.Equal($"intervals {number++} size", set.GetProperty("size_overlapping").GetInt64(), size);
        }
    }

    private static void CompareCuts(JsonElement cases, Func<int, string> left, VectorTally tally)
    {
        int number = 0;
        foreach (JsonElement one in cases.EnumerateArray())
        {
            byte[] text = Encoding.UTF8.GetBytes(one.GetProperty("text").GetString()!);
            List<(int Start, int End)> slices = Ranges(one.GetProperty("slices"));
            string expected = one.GetProperty("result").GetString()!, got = left(number);
            // The library never cuts inside a character. The reference does, and drops the halves that remain, unless two of them make a character.
            if (expected != got && expected == Cut(text, slices) && got == Cut(text, Widen(text, slices))) tally.Deviate(DeviationReasons.TextDedupHalves);
            else tally.Equal($"clean_up {number}", expected, got);
            number++;
        }
    }

    /// <summary>Extends ranges of bytes to the ends of the characters that they hold in part.</summary>
    private static List<(int Start, int End)> Widen(byte[] text, List<(int Start, int End)> ranges)
    {
        var wide = new List<(int Start, int End)>();
        foreach ((int first, int last) in ranges)
        {
            int start = Math.Min(first, text.Length), end = Math.Min(last, text.Length);
            while (start > 0 && start < text.Length && (text[start] & 0xC0) == 0x80) start--;
            while (end < text.Length && (text[end] & 0xC0) == 0x80) end++;
            if (end > start) wide.Add((start, end));
        }
        return wide;
    }

    /// <summary>Cuts ranges of bytes out and drops what is no character any more, as Python's decoder does with <c>errors="ignore"</c>.</summary>
    private static string Cut(byte[] text, List<(int Start, int End)> ranges)
    {
        var bytes = new List<byte>();
        for (int i = 0; i < text.Length; i++)
            if (!ranges.Exists(range => i >= range.Start && i < range.End)) bytes.Add(text[i]);
        var decoder = (Encoding)Encoding.UTF8.Clone();
        decoder.DecoderFallback = new DecoderReplacementFallback("");
        return decoder.GetString([.. bytes]);
    }

    private static List<(int Start, int End)> Ranges(JsonElement array) =>
        [.. array.EnumerateArray().Select(range => (range[0].GetInt32(), range[1].GetInt32()))];

    private static string Show(IEnumerable<(int Start, int End)> ranges) =>
        string.Join(' ', ranges.Select(range => string.Create(CultureInfo.InvariantCulture, $"{range.Start}-{range.End}")));

    /// <summary>Makes the table of spans of given ranges, by record.</summary>
    private sealed class GivenSpans(List<List<(int Start, int End)>> ranges) : CorpusFit<DuplicateSpans>
    {
        protected override void Describe(FingerprintWriter writer) => writer.Add("ranges", string.Join('|', ranges.Select(Show)));

        protected override async Task<DuplicateSpans> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            scope.RequireKeepList();
            var groups = new ShardGroups(scope.ShardCount);
            PhaseFiles given = await scope.MapAsync("given", scope.Corpus, new FitSink(Describe, output => new Writer(output, groups.Count, ranges)),
                cancellationToken).ConfigureAwait(false);
            return await new SpanJoin(scope, given, given).RunAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    private sealed class Writer(ShardOutput output, int groups, List<List<(int Start, int End)>> ranges) : DocumentWriter
    {
        private readonly TextTable texts = new(output);
        private readonly PartitionWriter spans = new(output, SpanJoin.RecordName, groups, FoundSpan.Size);

        protected override void Add(Document document)
        {
            texts.Add(document);
            foreach ((int start, int end) in ranges[(int)document.Origin.Record])
                spans.WriteTo(0, new FoundSpan(document.Origin.Record, 0, 0, 0, 0, start, end, 0));
        }

        protected override void Complete()
        {
            texts.Complete();
            spans.Complete();
        }
    }
}
