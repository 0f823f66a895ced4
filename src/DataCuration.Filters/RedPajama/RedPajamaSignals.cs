using System.Globalization;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Writes RedPajama-Data v2's quality signals as annotations (app/src/core/quality_signals, commit 6d2cee9d): 22 numbers of the document, with the published
/// names such as <c>rps_doc_word_count</c>, and 6 of its lines, as JSON lists of [start, end, value] in code points. A number that the peer leaves empty is a
/// null. It drops nothing; <see cref="RedPajamaGopherFilter"/> filters by it.
/// </summary>
/// <remarks>
/// Raw words are those of WordPunct. Values are rounded to 8 digits, half to even, as the published ones. The classifiers, importance weights and the signals
/// of CCNet are not written: they need models.
/// </remarks>
public sealed class RedPajamaSignals : DocumentTransform
{
    private HashSet<string>? stopWords;
    private HashSet<string>? badWords;
    private int[] badLengths = [];

    /// <summary>The stop words, compared with case; must be set unless <see cref="WithoutLists"/>. RedPajama has those of stopwords-json.</summary>
    public TermList? StopWords { get; init; }

    /// <summary>The bad words and phrases in normal form; must be set unless <see cref="WithoutLists"/>. RedPajama has LDNOOBW's list.</summary>
    public TermList? BadWords { get; init; }

    /// <summary>True to leave out the two signals that need lists, if these are not set. Default: false.</summary>
    public bool WithoutLists { get; init; }

    /// <summary>True to write the six signals of lines. Default: true.</summary>
    public bool WithLines { get; init; } = true;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        Prepare();
        RedPajamaScratch scratch = context.Scratch<RedPajamaScratch>();
        DocumentEditor editor = document.Edit();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        RedPajamaKernel.RawWords(document, editor, StopWords is null ? null : stopWords, scratch);
        RedPajamaKernel.NormalWords(text, editor, BadWords is null ? null : badWords, badLengths, scratch);
        RedPajamaKernel.Lines(text, editor, WithLines, scratch);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(StopWords), StopWords?.Fingerprint);
        writer.Add(nameof(BadWords), BadWords?.Fingerprint);
        writer.Add(nameof(WithoutLists), WithoutLists);
        writer.Add(nameof(WithLines), WithLines);
    }

    private void Prepare()
    {
        if (stopWords is not null) return;
        if (!WithoutLists)
        {
            TermList.Require(StopWords, Name, nameof(StopWords), $"stop words (or {nameof(WithoutLists)})");
            TermList.Require(BadWords, Name, nameof(BadWords), $"bad words (or {nameof(WithoutLists)})");
        }
        HashSet<string> bad = new((BadWords?.Entries ?? []).Select(entry => Encoding.UTF8.GetString(Utf8.Trim(Encoding.UTF8.GetBytes(entry)))),
            StringComparer.Ordinal);
        badLengths = [.. bad.Select(entry => 1 + entry.Count(one => one == ' ')).Distinct().Order()];
        badWords = bad;
        stopWords = new(StopWords?.Entries ?? [], StringComparer.Ordinal);
    }

    /// <summary>Rounds to 8 digits as Python's <c>round</c>: the exact value, and half to even.</summary>
    internal static double Round(double value)
    {
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15) return value;
        // Only odd multiples of 1/512 lie exactly between two numbers with 8 digits.
        double parts = value * 512;
        if (parts == Math.Floor(parts) && parts % 2 != 0 && Math.Abs(parts) < 1e15)
            return (double)Math.Round((decimal)parts / 512m, 8, MidpointRounding.ToEven);
        Span<char> digits = stackalloc char[64];
        return value.TryFormat(digits, out int length, "F8", CultureInfo.InvariantCulture)
            ? double.Parse(digits[..length], NumberStyles.Float, CultureInfo.InvariantCulture) : value;
    }
}
