using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>Judges datatrove's filters on the first set, which splits words at white space and sentences after terminal marks.</summary>
public sealed class CurationFiltersJudge() : VectorJudge("datatrove_filters")
{
    /// <summary>The parameters of the variants, from the set's README.</summary>
    private static readonly Dictionary<string, string> Variants = new(StringComparer.Ordinal)
    {
        ["gopher_quality_min10_no_stop"] = """{"min_doc_words": 10, "min_stop_words": 0, "max_symbol_word_ratio": 0.5}""",
        ["fineweb_quality_loose"] =
            """{"line_punct_exclude_zero": true, "short_line_thr": 0.9, "char_duplicates_ratio": 0.1, "new_line_ratio": 0.5}""",
        ["c4_quality_no_terminal"] = """{"filter_no_terminal_punct": false, "min_num_sentences": 3, "min_words_per_line": 2}""",
        ["c4_quality_sentences"] = """{"split_paragraph": false}""",
    };

    public override void Judge(JsonElement root, VectorFolder folder, VectorTally tally, CancellationToken cancellationToken)
    {
        var calls = new Dictionary<string, StageCalls>(StringComparer.Ordinal);
        using var measuring = new StageCalls(new GopherRepetitionFilter { Splitter = WordSplitter.WhiteSpace, Annotates = true });
        foreach (JsonElement one in root.GetProperty("cases").EnumerateArray())
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = one.GetProperty("name").GetString()!, text = one.GetProperty("text").GetString()!;
            foreach (JsonProperty expected in one.GetProperty("expected").EnumerateObject())
            {
                if (!calls.TryGetValue(expected.Name, out StageCalls? stage))
                {
                    using JsonDocument parameters = JsonDocument.Parse(Variants.GetValueOrDefault(expected.Name, "{}"));
                    stage = new StageCalls(DatatroveFiltersJudge.Create(expected.Name, parameters.RootElement, WordSplitter.WhiteSpace,
                        SentenceSplitter.WhiteSpace, annotates: false));
                    calls.Add(expected.Name, stage);
                }
                DatatroveFiltersJudge.Compare($"{name}, {expected.Name}", expected.Value, text, stage.Apply(text), null, tally);
            }
            if (!one.TryGetProperty("repetition", out JsonElement fractions) || fractions.ValueKind != JsonValueKind.Object) continue;
            StageResult result = measuring.Apply(text);
            CompareFractions(name, fractions, result.DroppedDocument ?? result.Document!, tally);
        }
        foreach (StageCalls stage in calls.Values) stage.Dispose();
    }

    private static void CompareFractions(string name, JsonElement fractions, Document annotated, VectorTally tally)
    {
        foreach (JsonProperty fraction in fractions.EnumerateObject())
        {
            if (fraction.Value.ValueKind != JsonValueKind.Number) continue;
            string measure = fraction.Name switch
            {
                "duplicate_paragraph_fraction" => "dup_para_frac",
                "duplicate_paragraph_character_fraction" => "dup_para_char_frac",
                "duplicate_line_fraction" => "dup_line_frac",
                "duplicate_line_character_fraction" => "dup_line_char_frac",
                ['t', 'o', 'p', '_', ..] => $"top_{Middle(fraction.Name, "top_")}_gram",
                _ => $"duplicated_{Middle(fraction.Name, "duplicate_")}_n_grams",
            };
            // A text with fewer than n words has no most frequent n-gram.
            double actual = annotated.TryGet(new AnnotationKey<double>("gopher_repetition." + measure), out double value) ? value : 0;
            if (Math.Abs(fraction.Value.GetDouble() - actual) <= 1e-12) tally.Near($"{name} {fraction.Name}", actual, actual);
            else tally.Near($"{name} {fraction.Name}", fraction.Value.GetDouble(), actual);
        }
    }

    private static string Middle(string name, string prefix) => name[prefix.Length..name.IndexOf("_gram", StringComparison.Ordinal)];
}
