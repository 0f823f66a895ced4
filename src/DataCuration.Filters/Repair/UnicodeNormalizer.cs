using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Normalizes text to a Unicode normalization form (Unicode Standard Annex 15, version 14.0.0): NFC, NFKC, NFD or NFKD. Text that is in the form already is
/// found by a fast check and stays as it is.
/// </summary>
/// <remarks>
/// The library has its own tables: <see cref="string.Normalize()"/> depends on the system's version of ICU, and does nothing in programs with invariant
/// globalization. Output must not depend on the machine. NFKC replaces ligatures, full-width letters, superscripts and the like: it changes formulas.
/// </remarks>
/// <example>
/// <code>
/// using System.Text;
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new UnicodeNormalizer { Form = NormalizationForm.FormC }).WriteJsonlAsync("repaired", run);
/// </code>
/// </example>
public sealed class UnicodeNormalizer : DocumentTransform
{
    /// <summary>The form.</summary>
    /// <value>Default <see cref="NormalizationForm.FormC"/>, as in ftfy: it keeps what readers see.</value>
    /// <exception cref="ArgumentOutOfRangeException">There is no such form.</exception>
    public NormalizationForm Form
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such form.");
    } = NormalizationForm.FormC;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        return TextEdit.ResultOf(document, context.Scratch<Utf8Normalization>().Normalize(document.Utf8Text, Form));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("unicode", "14.0.0");
        writer.Add(nameof(Form), Form.ToString());
    }
}
