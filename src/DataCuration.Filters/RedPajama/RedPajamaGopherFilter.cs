namespace DataCuration.Filters;

/// <summary>
/// Filters by RedPajama-Data v2's signals with the Gopher rules that its data card publishes ("gopher_rules_pass"). <see cref="RedPajamaSignals"/> must have
/// written the signals. Drop reasons are the names of the signals; a signal without value drops.
/// </summary>
public sealed class RedPajamaGopherFilter() : RuleFilter("redpajama_gopher")
{
    private const string BulletLines = "rps_lines_start_with_bulletpoint";

    /// <summary>The least number of words. Default: 50 (data card).</summary>
    public int MinWords { get; init => field = PeerChecks.Count(value, 0, nameof(MinWords)); } = 50;

    /// <summary>The greatest number of words. Default: 100,000 (data card).</summary>
    public int MaxWords { get; init => field = PeerChecks.Count(value, 0, nameof(MaxWords)); } = 100_000;

    /// <summary>The least mean length of words. Default: 3 (data card).</summary>
    public double MinMeanWordLength { get; init => field = PeerChecks.NotNegative(value, nameof(MinMeanWordLength)); } = 3;

    /// <summary>The greatest mean length of words. Default: 10 (data card).</summary>
    public double MaxMeanWordLength { get; init => field = PeerChecks.NotNegative(value, nameof(MaxMeanWordLength)); } = 10;

    /// <summary>The greatest number of symbols for each word. Default: 0.1 (data card).</summary>
    public double MaxSymbolRatio { get; init => field = PeerChecks.NotNegative(value, nameof(MaxSymbolRatio)); } = 0.1;

    /// <summary>The greatest share of lines that begin with a bullet. Default: 0.9 (data card).</summary>
    public double MaxBulletLines { get; init => field = PeerChecks.Share(value, nameof(MaxBulletLines)); } = 0.9;

    /// <summary>The greatest share of characters in the most frequent pair of words. Default: 0.2 (data card).</summary>
    public double MaxTop2Gram { get; init => field = PeerChecks.NotNegative(value, nameof(MaxTop2Gram)); } = 0.2;

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        if (IsOutside(document, "rps_doc_word_count", MinWords, MaxWords)) return Drop(document, measures, "rps_doc_word_count", MinWords, MaxWords);
        if (IsOutside(document, "rps_doc_mean_word_length", MinMeanWordLength, MaxMeanWordLength))
            return Drop(document, measures, "rps_doc_mean_word_length", MinMeanWordLength, MaxMeanWordLength);
        if (IsOutside(document, "rps_doc_symbol_to_word_ratio", 0, MaxSymbolRatio))
            return Drop(document, measures, "rps_doc_symbol_to_word_ratio", 0, MaxSymbolRatio);
        if (BulletShare(document) is var bullets && bullets > MaxBulletLines)
        {
            measures.Add(BulletLines, bullets);
            return measures.Drop(BulletLines, BulletLines, max: MaxBulletLines);
        }
        return IsOutside(document, "rps_doc_frac_chars_top_2gram", 0, MaxTop2Gram)
            ? Drop(document, measures, "rps_doc_frac_chars_top_2gram", 0, MaxTop2Gram) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, MinWords, MaxWords);
        RuleChecks.Ordered(Name, MinMeanWordLength, MaxMeanWordLength);
        writer.Add(nameof(MinWords), MinWords);
        writer.Add(nameof(MaxWords), MaxWords);
        writer.Add(nameof(MinMeanWordLength), MinMeanWordLength);
        writer.Add(nameof(MaxMeanWordLength), MaxMeanWordLength);
        writer.Add(nameof(MaxSymbolRatio), MaxSymbolRatio);
        writer.Add(nameof(MaxBulletLines), MaxBulletLines);
        writer.Add(nameof(MaxTop2Gram), MaxTop2Gram);
    }

    private static StageResult Drop(Document document, RuleMeasures measures, string signal, double min, double max)
    {
        // A signal without value drops too, and has none to show.
        if (Get(document, signal) is { Kind: not AnnotationKind.Null } value) measures.Set(signal, value);
        return measures.Drop(signal, signal, min, max);
    }

    private static AnnotationValue Get(Document document, string name) => document.TryGetValue(name, out AnnotationValue value)
        ? value : throw new InvalidDataException($"Document '{document.Id}' has no annotation '{name}'. Run {nameof(RedPajamaSignals)} first.");

    private static bool IsOutside(Document document, string name, double min, double max) =>
        !(Get(document, name).AsNumber() is var value && value >= min && value <= max);

    private static double BulletShare(Document document)
    {
        var reader = new System.Text.Json.Utf8JsonReader(Get(document, BulletLines).AsJson().Span);
        int index = 0, lines = 0;
        double bullets = 0;
        while (reader.Read())
        {
            if (reader.TokenType == System.Text.Json.JsonTokenType.StartArray) index = 0;
            else if (reader.TokenType == System.Text.Json.JsonTokenType.Number && index++ == 2)
            {
                lines++;
                bullets += reader.GetDouble();
            }
        }
        return lines == 0 ? 0 : bullets / lines;
    }
}
