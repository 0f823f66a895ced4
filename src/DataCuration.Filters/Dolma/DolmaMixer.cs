using System.Globalization;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>
/// Drops documents by the attributes that taggers have written, as Dolma's mixer does with its lists of exclusions. The defaults are those of Dolma v1.6 for
/// Common Crawl (configs/dolma-v1_6/mixing/cc-head.yaml, commit 669f5348). Drop reasons are the names of the attributes.
/// </summary>
public sealed class DolmaMixer() : RuleFilter("dolma_mixer")
{
    private const double Any = double.PositiveInfinity;

    /// <summary>
    /// The limits of Dolma v1.6: Gopher's rules with the median length of words and 0.3 for characters in duplicate lines (Gopher has 0.2), at most 5 personal
    /// data, less than 100 repetitions of tokens, and no duplicate document.
    /// </summary>
    public static IReadOnlyList<AttributeLimit> Version16 { get; } =
    [
        new("gopher_v1__word_count", 50, 100_000),
        new("gopher_v1__median_word_length", 3, 10),
        new("gopher_v1__symbol_to_word_ratio", 0, 0.1),
        new("gopher_v1__fraction_of_words_with_alpha_character", 0.8, Any),
        new("gopher_v1__required_word_count", 2, Any),
        new("gopher_v1__fraction_of_lines_starting_with_bullet_point", 0, 0.9),
        new("gopher_v1__fraction_of_lines_ending_with_ellipsis", 0, 0.3),
        new("gopher_v1__fraction_of_duplicate_lines", 0, 0.3),
        new("gopher_v1__fraction_of_characters_in_duplicate_lines", 0, 0.3),
        new("gopher_v1__fraction_of_characters_in_most_common_2grams", 0, 0.20),
        new("gopher_v1__fraction_of_characters_in_most_common_3grams", 0, 0.18),
        new("gopher_v1__fraction_of_characters_in_most_common_4grams", 0, 0.16),
        new("gopher_v1__fraction_of_characters_in_duplicate_5grams", 0, 0.15),
        new("gopher_v1__fraction_of_characters_in_duplicate_6grams", 0, 0.14),
        new("gopher_v1__fraction_of_characters_in_duplicate_7grams", 0, 0.13),
        new("gopher_v1__fraction_of_characters_in_duplicate_8grams", 0, 0.12),
        new("gopher_v1__fraction_of_characters_in_duplicate_9grams", 0, 0.11),
        new("gopher_v1__fraction_of_characters_in_duplicate_10grams", 0, 0.10),
        new("pii_regex_with_counts_fast_v2__doc_count", 0, 5),
        new("tokenizer_repetitions_v2r2__doc_max_score_repetition", 0, 100, ExcludesMax: true),
        new("bff_duplicate_docs", 0, 1, ExcludesMax: true),
    ];

    /// <summary>The limits. Default: <see cref="Version16"/>.</summary>
    public IReadOnlyList<AttributeLimit> Limits { get; init => field = [.. value ?? throw new ArgumentNullException(nameof(value))]; } = Version16;

    /// <summary>
    /// True to copy a fault of Dolma v1.5 and v1.6: their rules for the most common n-grams ask for <c>..._2gram</c> where the tagger writes <c>..._2grams</c>,
    /// and have no effect. Default: false, so that they have one.
    /// </summary>
    public bool CopiesFaults { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        foreach (AttributeLimit limit in Limits)
        {
            if (CopiesFaults && limit.Attribute.Contains("most_common", StringComparison.Ordinal)) continue;
            if (!document.TryGetValue(limit.Attribute, out AnnotationValue value) || value.Kind == AnnotationKind.Null) continue;
            double number = value.Kind == AnnotationKind.Json ? FirstScore(value) : value.AsNumber();
            bool isOutside = number < limit.Min || number > limit.Max || (limit.ExcludesMax && number >= limit.Max);
            if (!isOutside) continue;
            measures.Add(limit.Attribute, number);
            return measures.Drop(limit.Attribute, limit.Attribute, limit.Min, limit.Max);
        }
        return StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(CopiesFaults), CopiesFaults);
        writer.Add("limits", Limits.Count);
        foreach (AttributeLimit limit in Limits)
        {
            RuleChecks.Ordered($"{Name}, {limit.Attribute}", limit.Min, limit.Max);
            writer.Add(limit.Attribute, string.Create(CultureInfo.InvariantCulture, $"{limit.Min:R} to {limit.Max:R}{(limit.ExcludesMax ? " excluded" : "")}"));
        }
    }

    /// <summary>The score of the first span, which Dolma's exclusions look at.</summary>
    private static double FirstScore(AnnotationValue spans)
    {
        var reader = new Utf8JsonReader(spans.AsJson().Span);
        for (int numbers = 0; reader.Read();)
            if (reader.TokenType == JsonTokenType.Number && ++numbers == 3) return reader.GetDouble();
        return double.NaN;
    }
}
