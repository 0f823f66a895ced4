using System.Buffers;

namespace DataCuration.Filters;

/// <summary>
/// Replaces technical indicators of security texts by a token for each kind: vulnerabilities, weaknesses, techniques, hashes, IP addresses and links. What they
/// look like is fixed by their issuers; a hash or an address has no meaning that a language model could learn.
/// </summary>
/// <remarks>
/// Whether masking helps depends on the training: Jang et al. 2024 (CyBERTuned, arXiv 2403.10576) report that a selective training objective on unchanged text
/// does better than replacing links and hashes. A find never begins or ends inside a word. Hosts and e-mail addresses are not indicators here; for
/// the latter, see <see cref="PersonalDataRemover"/>.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// var masker = new IndicatorMasker { Kinds = IndicatorKinds.Hash | IndicatorKinds.IpAddress };
/// await Corpus.FromJsonl("reports/*.jsonl").Pipe(masker).WriteJsonlAsync("masked", run);
/// </code>
/// </example>
public sealed class IndicatorMasker : DocumentTransform
{
    /// <summary>Part of the fingerprint. Increase it when the same text gives other finds.</summary>
    private const int RulesVersion = 4;

    /// <summary>The number of indicators that were replaced. Documents without one get no annotation.</summary>
    public static readonly AnnotationKey<int> Count = new("indicator_count");

    /// <summary>The kinds to replace.</summary>
    /// <value>Default: hashes, IP addresses and links. Identifiers of vulnerabilities, weaknesses and techniques are names, and stay (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value names no kind, or one that does not exist.</exception>
    public IndicatorKinds Kinds
    {
        get;
        init => field = value != IndicatorKinds.None && (value & ~IndicatorKinds.All) == 0 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "Name at least one kind.");
    } = IndicatorKinds.Hash | IndicatorKinds.IpAddress | IndicatorKinds.Url;

    /// <summary>True to leave IP addresses of private networks and other special blocks as they are.</summary>
    /// <value>Default true: they identify no machine (our choice, as in <see cref="PersonalDataRemover"/>).</value>
    public bool PublicAddressesOnly { get; init; } = true;

    /// <summary>Finds the indicators of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <returns>The places, in the order of the text, without overlap.</returns>
    public IReadOnlyList<IndicatorSpan> Find(ReadOnlySpan<byte> utf8Text)
    {
        var found = new List<IndicatorSpan>();
        IndicatorScanner.Find(utf8Text, Kinds, PublicAddressesOnly, found);
        return found;
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        List<IndicatorSpan> found = context.Scratch<Buffers>().Found;
        found.Clear();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        IndicatorScanner.Find(text, Kinds, PublicAddressesOnly, found);
        if (found.Count == 0) return StageResult.Keep;
        var masked = new ArrayBufferWriter<byte>(text.Length + 16);
        int copied = 0;
        foreach (IndicatorSpan span in found)
        {
            masked.Write(text[copied..span.Start]);
            masked.Write(MaskOf(span.Kind));
            copied = span.End;
        }
        masked.Write(text[copied..]);
        return StageResult.Replace(document.Edit().Set(Count, found.Count).SetText(masked.WrittenSpan.ToArray()).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", RulesVersion);
        writer.Add(nameof(Kinds), (long)Kinds);
        writer.Add(nameof(PublicAddressesOnly), PublicAddressesOnly);
    }

    private static ReadOnlySpan<byte> MaskOf(IndicatorKinds kind) => kind switch
    {
        IndicatorKinds.Cve => "<CVE>"u8,
        IndicatorKinds.Cwe => "<CWE>"u8,
        IndicatorKinds.Technique => "<TECHNIQUE>"u8,
        IndicatorKinds.Hash => "<HASH>"u8,
        IndicatorKinds.IpAddress => "<IP_ADDRESS>"u8,
        _ => "<URL>"u8,
    };

    private sealed class Buffers
    {
        public List<IndicatorSpan> Found { get; } = [];
    }
}
