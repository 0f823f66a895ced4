using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's filters with one word splitter: decisions, reasons, edited texts, C4's line counters, and all measured numbers.</summary>
public sealed class DatatroveFiltersJudge(string kind, WordSplitter words, SentenceSplitter sentences) : VectorJudge(kind)
{

    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        foreach (JsonProperty filter in root.GetProperty("filters").EnumerateObject())
        {
            RuleFilter stage = Create(filter.Name, filter.Value.GetProperty("parameters"), words, sentences, annotates: true);
            RuleFilter plain = Create(filter.Name, filter.Value.GetProperty("parameters"), words, sentences, annotates: false);
            using var calls = new StageCalls(stage);
            using var plainCalls = new StageCalls(plain);
            foreach (JsonProperty one in filter.Value.GetProperty("cases").EnumerateObject())
            {
                cancellationToken.ThrowIfCancellationRequested();
                string name = $"{filter.Name}, {one.Name}";
                StageResult result = calls.Apply(folder.Documents[one.Name]);
                // Measuring everything must not change the decision.
                StageResult decision = plainCalls.Apply(folder.Documents[one.Name]);
                tally.Equal(name + " without values", result.Reason, decision.Reason);
                Compare(name, one.Value, folder.Documents[one.Name], decision, result, tally);
            }
        }
        foreach (JsonProperty one in root.GetProperty("measured").EnumerateObject())
            new MeasuredNumbers(folder.Documents[one.Name], words).Compare(one.Name, one.Value, tally);
    }

    /// <summary>Compares a decision with the reference's.</summary>
    /// <param name="name">The case.</param>
    /// <param name="expected">The reference's result.</param>
    /// <param name="text">The text.</param>
    /// <param name="decision">The result of a filter that does not annotate.</param>
    /// <param name="annotated">The result of one that does; null to leave out the counters.</param>
    /// <param name="tally">Receives the outcome.</param>
    internal static void Compare(string name, JsonElement expected, string text, StageResult decision, StageResult? annotated, VectorTally tally)
    {
        if (expected.TryGetProperty("error", out _))
        {
            tally.Deviate(DeviationReasons.DatatroveDivides);
            return;
        }
        bool keep = expected.GetProperty("keep").GetBoolean();
        tally.Equal(name, keep, !decision.IsDrop);
        if (!keep) tally.Equal(name + " reason", expected.GetProperty("reason").GetString(), decision.Reason);
        string after = decision.Document?.Text ?? text;
        if (expected.TryGetProperty("text", out JsonElement edited) && edited.ValueKind == JsonValueKind.String)
            tally.Equal(name + " text", edited.GetString(), after);
        else if (expected.TryGetProperty("text_length", out JsonElement length))
            tally.Equal(name + " length", length.GetInt32(), after.EnumerateRunes().Count());
        else if (keep) tally.Equal(name + " text", text, after);
        if (annotated is { } full && expected.TryGetProperty("lines", out JsonElement lines)) CompareLines(name, lines, full, tally);
    }

    /// <summary>Makes a filter from the reference's parameters.</summary>
    internal static RuleFilter Create(string name, JsonElement parameters, WordSplitter words, SentenceSplitter sentences, bool annotates)
    {
        var given = new Parameters(parameters);
        RuleFilter filter;
        if (name.StartsWith("gopher_quality", StringComparison.Ordinal))
        {
            var defaults = new GopherQualityFilter();
            filter = new GopherQualityFilter
            {
                Splitter = words,
                Annotates = annotates,
                MinWords = given.Int("min_doc_words", defaults.MinWords),
                MaxWords = given.Int("max_doc_words", defaults.MaxWords),
                MinMeanWordLength = given.Number("min_avg_word_length", defaults.MinMeanWordLength),
                MaxMeanWordLength = given.Number("max_avg_word_length", defaults.MaxMeanWordLength),
                MaxSymbolWordRatio = given.Number("max_symbol_word_ratio", defaults.MaxSymbolWordRatio),
                MaxBulletLineRatio = given.Number("max_bullet_lines_ratio", defaults.MaxBulletLineRatio),
                MaxEllipsisLineRatio = given.Number("max_ellipsis_lines_ratio", defaults.MaxEllipsisLineRatio),
                MinAlphaWordRatio = given.Number("max_non_alpha_words_ratio", defaults.MinAlphaWordRatio),
                MinStopWords = given.Int("min_stop_words", defaults.MinStopWords),
                StopWords = given.Words("stop_words", defaults.StopWords),
            };
        }
        else if (name.StartsWith("gopher_repetition", StringComparison.Ordinal))
        {
            var defaults = new GopherRepetitionFilter();
            filter = new GopherRepetitionFilter
            {
                Splitter = words,
                Annotates = annotates,
                MaxDuplicateLines = given.Number("dup_line_frac", defaults.MaxDuplicateLines),
                MaxDuplicateParagraphs = given.Number("dup_para_frac", defaults.MaxDuplicateParagraphs),
                MaxDuplicateLineCharacters = given.Number("dup_line_char_frac", defaults.MaxDuplicateLineCharacters),
                MaxDuplicateParagraphCharacters = given.Number("dup_para_char_frac", defaults.MaxDuplicateParagraphCharacters),
                TopNGrams = given.Limits("top_n_grams", defaults.TopNGrams),
                DuplicateNGrams = given.Limits("dup_n_grams", defaults.DuplicateNGrams),
            };
        }
        else if (name.StartsWith("fineweb_quality", StringComparison.Ordinal))
        {
            var defaults = new FineWebQualityFilter();
            filter = new FineWebQualityFilter
            {
                Splitter = words,
                Annotates = annotates,
                MinLinePunctuation = given.Number("line_punct_thr", defaults.MinLinePunctuation),
                KeepsWithoutPunctuation = given.Bool("line_punct_exclude_zero", defaults.KeepsWithoutPunctuation),
                StopCharacters = given.Words("stop_chars", defaults.StopCharacters),
                MaxShortLines = given.Number("short_line_thr", defaults.MaxShortLines),
                ShortLineLength = given.Int("short_line_length", defaults.ShortLineLength) ?? 0,
                MaxDuplicateCharacters = given.Number("char_duplicates_ratio", defaults.MaxDuplicateCharacters),
                MaxLineFeedsPerWord = given.Number("new_line_ratio", defaults.MaxLineFeedsPerWord),
            };
        }
        else if (name.StartsWith("c4_quality", StringComparison.Ordinal))
        {
            var defaults = new C4QualityFilter();
            filter = new C4QualityFilter
            {
                Sentences = sentences,
                Annotates = annotates,
                SplitsLines = given.Bool("split_paragraph", defaults.SplitsLines),
                RemovesCitations = given.Bool("remove_citations", defaults.RemovesCitations),
                RequiresTerminalMark = given.Bool("filter_no_terminal_punct", defaults.RequiresTerminalMark),
                MinSentences = NoneIfNegative(given.Int("min_num_sentences", defaults.MinSentences)),
                MinWordsPerLine = NoneIfNegative(given.Int("min_words_per_line", defaults.MinWordsPerLine)),
                MaxWordLength = NoneIfNegative(given.Int("max_word_length", defaults.MaxWordLength)),
                DropsLoremIpsum = given.Bool("filter_lorem_ipsum", defaults.DropsLoremIpsum),
                RemovesJavaScript = given.Bool("filter_javascript", defaults.RemovesJavaScript),
                DropsCurlyBrackets = given.Bool("filter_curly_bracket", defaults.DropsCurlyBrackets),
                RemovesPolicies = given.Bool("filter_policy", defaults.RemovesPolicies),
            };
        }
        else if (name.StartsWith("c4_paragraph", StringComparison.Ordinal)) filter = new C4ParagraphFilter { Annotates = annotates };
        else throw new InvalidDataException($"There is no filter '{name}'.");
        given.RequireAllUsed(name);
        return filter;
    }

    private static int? NoneIfNegative(int? value) => value < 0 ? null : value;

    private static void CompareLines(string name, JsonElement expected, StageResult result, VectorTally tally)
    {
        Document annotated = result.DroppedDocument ?? result.Document!;
        foreach ((string counter, string measure) in new[]
        {
            ("line-total", "lines"), ("line-kept", "lines_kept"), ("line-filter-too_long_word", "lines_too_long_word"),
            ("line-filter-no_terminal_punc", "lines_no_terminal_punc"), ("line-filter-too_few_words", "lines_too_few_words"),
            ("line-filter-javascript", "lines_javascript"), ("line-filter-policy", "lines_policy"),
        })
        {
            long count = expected.TryGetProperty(counter, out JsonElement value) ? value.GetInt64() : 0;
            tally.Equal($"{name} {counter}", count, annotated.Get(new AnnotationKey<long>("c4_quality." + measure)));
        }
    }
}
