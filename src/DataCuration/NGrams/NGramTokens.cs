namespace DataCuration;

/// <summary>
/// The rule by which an n-gram model reads a text: lines are sentences, and a sentence is a list of words or tokens. Training and scoring use the same rule; a
/// model keeps a description of it.
/// </summary>
/// <remarks>
/// As in CCNet, each line of a text is a sentence: the text is split at line feeds, and an empty line is a sentence without words. The words <c>&lt;s&gt;</c>,
/// <c>&lt;/s&gt;</c> and <c>&lt;unk&gt;</c> of a text are left out in training (KenLM's <c>--skip_symbols</c>) and unknown in scoring. Words of more than
/// 4,096 bytes are unknown.
/// </remarks>
public sealed class NGramTokens
{
    /// <summary>The longest word in bytes. Longer ones are no words of a language (encoded images, lines without blanks).</summary>
    internal const int MaxWordBytes = 4096;

    private const string Prefix = "ngram-tokens/1";

    /// <summary>The rule of words between white space, without a normal form.</summary>
    public static NGramTokens Default { get; } = new();

    /// <summary>The splitter of words, if <see cref="Encoder"/> is null.</summary>
    /// <value>Default: <see cref="WordSplitter.WhiteSpace"/>, as KenLM reads its input.</value>
    public WordSplitter Splitter { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = WordSplitter.WhiteSpace;

    /// <summary>
    /// The tokenizer whose tokens are the words; null for words of <see cref="Splitter"/>. CCNet uses SentencePiece models with 65,536 pieces.
    /// </summary>
    /// <value>Default: null. In ARPA files a token is its number.</value>
    public ITokenEncoder? Encoder { get; init; }

    /// <summary>The normal form that each line gets before it is split.</summary>
    /// <value>Default: <see cref="NGramForm.Unchanged"/>, as KenLM. CCNet uses <see cref="NGramForm.CcNet"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The form is unknown.</exception>
    public NGramForm Form
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The form is unknown.");
    }

    /// <summary>True to leave out lines without a word. Otherwise such a line counts as one end of a sentence, as in KenLM and CCNet.</summary>
    /// <value>Default: false, as KenLM and CCNet.</value>
    public bool SkipEmptyLines { get; init; }

    /// <summary>Adds the rule to a fingerprint.</summary>
    /// <param name="writer">The fingerprint.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("tokens", ToIdentity());
    }

    /// <summary>Returns the description that a model file keeps.</summary>
    internal string ToIdentity()
    {
        string words = Encoder is null ? $"splitter={Splitter.Name}" : $"encoder={EncoderFingerprint(Encoder)}";
        return $"{Prefix};{words};form={FormName(Form)};skip_empty_lines={(SkipEmptyLines ? "true" : "false")}";
    }

    /// <summary>Makes the rule of a description, if it needs nothing but a splitter of the library.</summary>
    internal static NGramTokens? FromIdentity(string identity)
    {
        string[] parts = identity.Split(';');
        if (parts.Length != 4 || parts[0] != Prefix) return null;
        WordSplitter? splitter = parts[1] switch
        {
            _ when parts[1] == $"splitter={WordSplitter.WhiteSpace.Name}" => WordSplitter.WhiteSpace,
            _ when parts[1] == $"splitter={WordSplitter.English.Name}" => WordSplitter.English,
            _ when parts[1] == $"splitter={WordSplitter.FastText.Name}" => WordSplitter.FastText,
            _ when parts[1] == $"splitter={WordSplitter.Unicode.Name}" => WordSplitter.Unicode,
            _ when parts[1] == $"splitter={WordSplitter.WordPunct.Name}" => WordSplitter.WordPunct,
            _ when parts[1] == $"splitter={WordSplitter.PennTreebank.Name}" => WordSplitter.PennTreebank,
            _ => null,
        };
        if (splitter is null) return null;
        var made = new NGramTokens
        {
            Splitter = splitter,
            Form = Enum.GetValues<NGramForm>().FirstOrDefault(form => parts[2] == $"form={FormName(form)}"),
            SkipEmptyLines = parts[3] == "skip_empty_lines=true",
        };
        return made.ToIdentity() == identity ? made : null;
    }

    private static string FormName(NGramForm form) => form switch
    {
        NGramForm.CcNet => "ccnet",
        NGramForm.Simplified => "simplified",
        _ => "unchanged",
    };

    private static string EncoderFingerprint(ITokenEncoder encoder)
    {
        var writer = new FingerprintWriter();
        encoder.Describe(writer);
        return writer.ToFingerprint();
    }
}
