namespace DataCuration;

/// <summary>Annotates each document with its language and the confidence of the identifier.</summary>
/// <param name="identifier">The identifier: <c>FastTextLanguageIdentifier</c> or one of another package.</param>
public sealed class LanguageTagger(ILanguageIdentifier identifier) : DocumentTransform
{
    private const int Candidates = 5;
    private readonly ILanguageIdentifier identifier = identifier ?? throw new ArgumentNullException(nameof(identifier));

    /// <summary>The document's language: a primary subtag of BCP 47 in lower case; <c>und</c> if it cannot be identified.</summary>
    public static readonly AnnotationKey<string> Language = new("language");

    /// <summary>The identifier's confidence in the language, in [0, 1]; 0 for <c>und</c>.</summary>
    public static readonly AnnotationKey<double> Score = new("language_score");

    /// <summary>
    /// The field or annotation with the document's declared language (the <c>lang</c> attribute of a page); null ignores it. Default: null, because templates
    /// often declare a wrong language.
    /// </summary>
    public string? HintField { get; init; }

    /// <summary>
    /// The minimum score of the declared language, as a share of the best score, in [0, 1]. If it is reached, the declared language is chosen with its own
    /// score. Default: 0.5, which decides close cases between related languages and never overrides a confident result.
    /// </summary>
    public double HintShare
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1.");
    } = 0.5;

    /// <summary>The number of UTF-8 bytes of the text that are examined; 0 for all. Default: 0.</summary>
    public int MaxBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A number of bytes is not negative.");
    }

    /// <inheritdoc/>
    protected internal override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        LanguageScore[] scores = context.Scratch<Buffer>().Scores;
        int count = identifier.Identify(Start(document.Utf8Text.Span), scores);
        LanguageScore chosen = count == 0 ? new(LanguageTags.Undetermined, 0) : scores[0];
        if (count > 1 && HintField is not null && document.TryGet(new AnnotationKey<string>(HintField), out string? hint)
            && LanguageTags.Primary(hint) is { } named)
        {
            for (int i = 1; i < count; i++)
                if (scores[i].Language == named && scores[i].Score > 0 && scores[i].Score >= HintShare * scores[0].Score) chosen = scores[i];
        }
        return StageResult.Replace(document.Edit().Set(Language, chosen.Language).Set(Score, chosen.Score).Build());
    }

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("identifier", identifier.Describe);
        writer.Add(nameof(HintField), HintField);
        writer.Add(nameof(HintShare), HintShare);
        writer.Add(nameof(MaxBytes), MaxBytes);
    }

    private ReadOnlySpan<byte> Start(ReadOnlySpan<byte> text)
    {
        if (MaxBytes == 0 || text.Length <= MaxBytes) return text;
        int end = MaxBytes;
        while (end > 0 && (text[end] & 0xC0) == 0x80) end--; // not inside a character
        return text[..end];
    }

    private sealed class Buffer
    {
        public LanguageScore[] Scores { get; } = new LanguageScore[Candidates];
    }
}
