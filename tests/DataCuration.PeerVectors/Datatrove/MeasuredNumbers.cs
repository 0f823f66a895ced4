using System.Text;
using System.Text.Json;
using DataCuration.Filters;

namespace DataCuration.PeerVectors;

/// <summary>Compares the numbers that the kernels measure on a text with the reference's.</summary>
internal sealed class MeasuredNumbers(string text, WordSplitter splitter)
{
    private readonly byte[] bytes = Encoding.UTF8.GetBytes(text);
    private readonly RepetitionScratch scratch = new();

    public void Compare(string id, JsonElement expected, VectorTally tally)
    {
        TextWords words = splitter.Split(bytes);
        if (expected.TryGetProperty("gopher_quality", out JsonElement quality)) CompareQuality(id, quality, words, tally);
        if (expected.TryGetProperty("gopher_repetition", out JsonElement repetition)) CompareRepetition(id, repetition, words, tally);
        if (expected.TryGetProperty("fineweb_quality", out JsonElement fineWeb)) CompareFineWeb(id, fineWeb, words, tally);
    }

    private void CompareQuality(string id, JsonElement expected, TextWords words, VectorTally tally)
    {
        var stopWords = new StopWordSet(new GopherQualityFilter().StopWords);
        var counts = new GopherQualityMeasures();
        counts.CountWords(words, stopWords, new byte[stopWords.Count]);
        counts.CountLines(bytes);
        foreach ((string name, long value) in new[]
        {
            ("words", counts.Words), ("words_not_punctuation", counts.NotPunctuation), ("sum_word_length", counts.Length),
            ("hashes", bytes.AsSpan().Count((byte)'#')), ("ellipses", GopherQualityMeasures.CountEllipses(bytes)), ("lines", counts.Lines),
            ("bullet_lines", counts.BulletLines), ("ellipsis_lines", counts.EllipsisLines), ("alpha_words", counts.WithLetter),
            ("stop_words", (long)counts.StopWords),
        })
            Equal($"{id} gopher_quality {name}", expected.GetProperty(name), value, tally);
    }

    private void CompareRepetition(string id, JsonElement expected, TextWords words, VectorTally tally)
    {
        Equal($"{id} length", expected.GetProperty("length"), Utf8CodePointCount(), tally);
        CompareParts($"{id} paragraphs", expected.GetProperty("paragraphs"), DuplicateParts.Split(Utf8.Trim(bytes), 2, scratch.Parts), tally);
        CompareParts($"{id} lines", expected.GetProperty("lines"), DuplicateParts.Split(bytes, 1, scratch.Parts), tally);
        Repetition.Prepare(bytes, words, scratch);
        var top = new long[65];
        Repetition.CountTop(words.Count, scratch, top);
        int[] covered = [.. Numbers(expected, "dup_")];
        foreach (int n in Numbers(expected, "top_")) Equal($"{id} top_{n}", expected.GetProperty($"top_{n}"), top[n], tally);
        if (covered.Length == 0) return;
        int candidates = Repetition.FindCandidates(words.Count, covered.Min(), scratch);
        foreach (int n in covered)
            Equal($"{id} dup_{n}", expected.GetProperty($"dup_{n}"), Repetition.CountCovered(words.Count, n, candidates, scratch), tally);
    }

    private void CompareFineWeb(string id, JsonElement expected, TextWords words, VectorTally tally)
    {
        var counts = new FineWebMeasures();
        counts.Count(bytes, CharacterSets.TerminalPunctuation, new FineWebQualityFilter().ShortLineLength, scratch.Parts);
        foreach ((string name, long value) in new[]
        {
            ("lines", counts.Lines), ("ending", counts.Ending), ("short", counts.Short), ("duplicate_characters", counts.DuplicateCharacters),
            ("characters", counts.Characters), ("newlines", counts.LineFeeds), ("words", (long)words.Count),
        })
            Equal($"{id} fineweb_quality {name}", expected.GetProperty(name), value, tally);
    }

    private static void CompareParts(string name, JsonElement expected, DuplicateParts actual, VectorTally tally)
    {
        Equal(name, expected[0], actual.Count, tally);
        Equal(name + " duplicates", expected[1], actual.Duplicates, tally);
        Equal(name + " characters", expected[2], actual.DuplicateCharacters, tally);
    }

    /// <summary>A value that the reference lacks is null there and negative here.</summary>
    private static void Equal(string name, JsonElement expected, long actual, VectorTally tally) =>
        tally.Equal<long?>(name, expected.ValueKind == JsonValueKind.Null ? null : expected.GetInt64(), actual < 0 ? null : actual);

    private static IEnumerable<int> Numbers(JsonElement values, string prefix) => values.EnumerateObject()
        .Where(value => value.Name.StartsWith(prefix, StringComparison.Ordinal)).Select(value => int.Parse(value.Name.AsSpan(prefix.Length)));

    private long Utf8CodePointCount() => text.EnumerateRunes().Count();
}
