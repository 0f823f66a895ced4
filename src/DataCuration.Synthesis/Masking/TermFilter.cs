using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Keeps documents of a domain by its terms: enough different ones, and enough of them in proportion to the text. Drop reasons: <c>too_few_terms</c> and
/// <c>too_sparse_terms</c>.
/// </summary>
/// <remarks>
/// Different terms count, so that a page that repeats one word does not pass. The proportion keeps long documents out that mention the domain in passing.
/// </remarks>
/// <param name="terms">The terms.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// TermMatcher terms = TermMatcher.Load("terms.txt", ignoresCase: true, wholeWords: true);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new TermFilter(terms) { MinTerms = 3, MinPerThousandWords = 5 }).WriteJsonlAsync("domain", run);
/// </code>
/// </example>
public sealed class TermFilter(TermMatcher terms) : DocumentFilter
{
    private readonly TermMatcher terms = terms ?? throw new ArgumentNullException(nameof(terms));

    /// <summary>The minimum number of different terms.</summary>
    /// <value>0 or more; default 1 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int MinTerms
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of terms is not negative.");
    } = 1;

    /// <summary>The minimum number of occurrences for each 1,000 words of the text.</summary>
    /// <value>0 or more; default 0: the length does not matter (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative or not a number.</exception>
    public double MinPerThousandWords
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A proportion is not negative.");
    }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        Buffers buffers = context.Scratch<Buffers>();
        terms.Find(text, buffers.Terms);
        MatchList found = buffers.Terms.Chosen;
        if (CountDifferent(text, found, buffers.Seen) < MinTerms) return StageResult.Drop("too_few_terms");
        return found.Count * 1000.0 < MinPerThousandWords * document.Words.Count ? StageResult.Drop("too_sparse_terms") : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 2);
        writer.Add("terms", terms);
        writer.Add(nameof(MinTerms), MinTerms);
        writer.Add(nameof(MinPerThousandWords), MinPerThousandWords);
    }

    private int CountDifferent(ReadOnlySpan<byte> text, MatchList found, HashSet<string> seen)
    {
        seen.Clear();
        for (int i = 0; i < found.Count && seen.Count < MinTerms; i++)
        {
            string term = Encoding.UTF8.GetString(text.Slice(found[i].Start, found[i].Length));
            seen.Add(terms.IgnoresCase ? term.ToLowerInvariant().Replace('ς', 'σ') : term); // as the matcher, for which both are one letter
        }
        return seen.Count;
    }

    /// <summary>The buffers of a worker.</summary>
    private sealed class Buffers
    {
        public TermScratch Terms { get; } = new();

        public HashSet<string> Seen { get; } = new(StringComparer.Ordinal);
    }
}
