using System.Globalization;
using System.Text.RegularExpressions;

namespace DataCuration.Filters;

/// <summary>
/// MADLAD-400's document filter (arXiv 2309.04662, section 2.3): drops documents with too few sentences, and those of which more than a fifth of the sentences
/// are questionable. The five rules: another language than the document, capitals as in lists, abnormal length, technical characters, or a cursed text.
/// Drop reasons: <c>too_short</c> and <c>too_many_questionable_sentences</c>. Measures: <c>sentences</c>, <c>questionable_ratio</c>, and the number of
/// sentences by rule (<c>language</c>, <c>list_case</c>, <c>length</c>, <c>technical</c>, <c>cursed</c>).
/// </summary>
/// <remarks>
/// <para>Thresholds and the definition of a sentence (text up to <c>. ! ?</c> and white space) are those of AI2's implementation (allenai/datamap-rs,
/// <c>madlad400_sentence_annotator</c>, src/map_fxn.rs): the paper's own code is not published. There lengths are bytes and tokens Unicode words; here
/// lengths are characters, as the paper says.</para>
/// <para>The paper's list of cursed texts and expressions is in the data set's card. It is not part of the library: give it as a file, texts in
/// <see cref="Cursed"/> and expressions in <see cref="CursedExpressions"/>.</para>
/// </remarks>
public sealed class MadladFilter() : RuleFilter("madlad")
{
    private ByteTrie? cursed;
    private Regex[]? expressions;

    /// <summary>The least number of sentences. Default: 5 (the paper, after C4).</summary>
    public int MinSentences { get; init => field = PeerChecks.Count(value, 0, nameof(MinSentences)); } = 5;

    /// <summary>The greatest share of questionable sentences. Default: 0.2 (the paper).</summary>
    public double MaxQuestionable { get; init => field = PeerChecks.Share(value, nameof(MaxQuestionable)); } = 0.2;

    /// <summary>Identifies languages for the first rule; null to leave it out. Default: null, because it needs a model.</summary>
    public ILanguageIdentifier? Languages { get; init; }

    /// <summary>True to judge the share of words with a capital. Default: true.</summary>
    public bool ChecksCase { get; init; } = true;

    /// <summary>The greatest share of words that begin with a capital. Default: 0.5 (the paper).</summary>
    public double MaxCapitals { get; init => field = PeerChecks.Share(value, nameof(MaxCapitals)); } = 0.5;

    /// <summary>The least number of words of a sentence whose capitals are counted. Default: 12 (the paper).</summary>
    public int MinCaseWords { get; init => field = PeerChecks.Count(value, 1, nameof(MinCaseWords)); } = 12;

    /// <summary>True to judge the length of sentences. Default: true.</summary>
    public bool ChecksLength { get; init; } = true;

    /// <summary>The least length of a sentence in characters. Default: 20 (the paper).</summary>
    public int MinLength { get; init => field = PeerChecks.Count(value, 0, nameof(MinLength)); } = 20;

    /// <summary>The greatest length of a sentence in characters. Default: 500 (the paper).</summary>
    public int MaxLength { get; init => field = PeerChecks.Count(value, 1, nameof(MaxLength)); } = 500;

    /// <summary>True to judge technical characters. Default: true.</summary>
    public bool ChecksTechnical { get; init; } = true;

    /// <summary>The greatest share of digits and <c>{ } + / ( ) &gt;</c>. Default: 0.2 (the paper).</summary>
    public double MaxTechnical { get; init => field = PeerChecks.Share(value, nameof(MaxTechnical)); } = 0.2;

    /// <summary>True to look for cursed texts; then <see cref="Cursed"/> must be set. Default: true.</summary>
    public bool ChecksCursed { get; init; } = true;

    /// <summary>The cursed texts, compared with case.</summary>
    public TermList? Cursed { get; init; }

    /// <summary>Cursed expressions of .NET, without look-around and back references: they run in linear time. Default: null, for none.</summary>
    public TermList? CursedExpressions { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        Prepare();
        ReadOnlyMemory<byte> text = document.Utf8Text;
        string? language = Languages is null ? null : MostLikely(text.Span);
        int sentences = 0, questionable = 0;
        Span<int> byRule = stackalloc int[5];
        for (int at = 0; at < text.Length;)
        {
            int end = MadladSentences.End(text.Span, at, out int next);
            ReadOnlyMemory<byte> sentence = text[at..end];
            at = next;
            if (Utf8.IsBlank(sentence.Span)) continue;
            sentences++;
            if (IsQuestionable(sentence, language, byRule)) questionable++;
        }
        double share = sentences == 0 ? 0 : (double)questionable / sentences;
        measures.Add("sentences", sentences);
        measures.Add("questionable_ratio", share);
        ReadOnlySpan<string> names = ["language", "list_case", "length", "technical", "cursed"];
        if (measures.IsWanted)
            for (int i = 0; i < names.Length; i++) measures.Add(names[i], byRule[i]);
        if (sentences < MinSentences) return measures.Drop("too_short", "sentences", MinSentences);
        return questionable > MaxQuestionable * sentences
            ? measures.Drop("too_many_questionable_sentences", "questionable_ratio", max: MaxQuestionable) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        RuleChecks.Ordered(Name, MinLength, MaxLength);
        writer.Add(nameof(MinSentences), MinSentences);
        writer.Add(nameof(MaxQuestionable), MaxQuestionable);
        writer.Add(nameof(Languages), Languages?.Name);
        if (Languages is { } identifier) writer.AddScope("identifier", identifier.Describe);
        writer.Add(nameof(ChecksCase), ChecksCase);
        writer.Add(nameof(MaxCapitals), MaxCapitals);
        writer.Add(nameof(MinCaseWords), MinCaseWords);
        writer.Add(nameof(ChecksLength), ChecksLength);
        writer.Add(nameof(MinLength), MinLength);
        writer.Add(nameof(MaxLength), MaxLength);
        writer.Add(nameof(ChecksTechnical), ChecksTechnical);
        writer.Add(nameof(MaxTechnical), MaxTechnical);
        writer.Add(nameof(ChecksCursed), ChecksCursed);
        writer.Add(nameof(Cursed), Cursed?.Fingerprint);
        writer.Add(nameof(CursedExpressions), CursedExpressions?.Fingerprint);
    }

    private TermList RequireCursed() => TermList.Require(Cursed, Name, nameof(Cursed), $"the list of cursed texts (or {nameof(ChecksCursed)} = false)");

    private void Prepare()
    {
        if (cursed is not null) return;
        expressions = [.. (CursedExpressions?.Entries ?? []).Select(one => new Regex(one, RegexOptions.NonBacktracking | RegexOptions.CultureInvariant))];
        cursed = new(ChecksCursed ? RequireCursed().Entries : []);
    }

    private string? MostLikely(ReadOnlySpan<byte> text)
    {
        Span<LanguageScore> best = new LanguageScore[1];
        return Languages!.Identify(text, best) > 0 ? best[0].Language : null;
    }

    private bool IsQuestionable(ReadOnlyMemory<byte> sentence, string? language, Span<int> byRule)
    {
        ReadOnlySpan<byte> text = sentence.Span;
        int before = byRule[0] + byRule[1] + byRule[2] + byRule[3] + byRule[4];
        int characters = Utf8.Count(text);
        if (Languages is not null && MostLikely(text) != language) byRule[0]++;
        if (ChecksCase && IsList(sentence)) byRule[1]++;
        if (ChecksLength && (characters < MinLength || characters > MaxLength)) byRule[2]++;
        if (ChecksTechnical && MadladSentences.CountTechnical(text) > MaxTechnical * characters) byRule[3]++;
        if (ChecksCursed && (cursed!.IsIn(text) || MatchesExpression(text))) byRule[4]++;
        return byRule[0] + byRule[1] + byRule[2] + byRule[3] + byRule[4] > before;
    }

    private bool IsList(ReadOnlyMemory<byte> sentence)
    {
        TextWords words = PeerWords.Unicode.Split(sentence);
        int count = 0, capitals = 0;
        for (int i = 0; i < words.Count; i++)
        {
            ReadOnlySpan<byte> word = words[i];
            if (!CharacterClasses.ContainsAny(word, CharacterClasses.Alphanumeric)) continue;
            count++;
            if (CharacterClasses.StartsWith(word, CharacterClasses.Upper)) capitals++;
        }
        return count >= MinCaseWords && capitals > MaxCapitals * count;
    }

    private bool MatchesExpression(ReadOnlySpan<byte> text)
    {
        if (expressions!.Length == 0) return false;
        string decoded = System.Text.Encoding.UTF8.GetString(text);
        return Array.Exists(expressions, one => one.IsMatch(decoded));
    }
}
