using System.Globalization;
using DataCuration.Tokenization;

namespace DataCuration.Models;

/// <summary>A tokenizer in the form in which a GGUF file holds it, for llama.cpp and programs that use it.</summary>
public sealed record GgufTokenizer
{
    internal const string ByteLevelModel = "gpt2";
    internal const string SentencePieceModel = "llama";

    /// <summary>The algorithm: <c>gpt2</c> for byte-level byte pairs, <c>llama</c> for SentencePiece's byte pairs with byte fallback.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// llama.cpp's name of the rules that divide a text before byte pairs are merged, such as <c>llama-bpe</c>, <c>qwen2</c>, <c>gpt-4o</c> or <c>gpt-2</c>.
    /// It has no effect for <c>llama</c>.
    /// </summary>
    public required string PreTokenizer { get; init; }

    /// <summary>
    /// The tokens by id. Byte-level tokens are in GPT-2's alphabet, in which each byte is a printable character. Those of <c>llama</c> must have
    /// <c>&lt;0x00&gt;</c> to <c>&lt;0xFF&gt;</c>, with upper-case digits, for characters that the vocabulary lacks.
    /// </summary>
    public required IReadOnlyList<string> Tokens { get; init; }

    /// <summary>The type of each token.</summary>
    public required IReadOnlyList<GgufTokenType> Types { get; init; }

    /// <summary>The merges in order, each two tokens with a space between them; only for <c>gpt2</c>.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<string> Merges { get; init; } = [];

    /// <summary>The score of each token, only for <c>llama</c>: of two possible merges, the one with the higher score of its result is made first.</summary>
    /// <value>Default empty.</value>
    public IReadOnlyList<float> Scores { get; init; } = [];

    /// <summary>The token that begins a text; null for that of the model's configuration, or the one that ends a text.</summary>
    /// <value>Default null.</value>
    public int? BeginTokenId { get; init; }

    /// <summary>
    /// The token that ends a text; null for the first one in the model's configuration. If that names none, it is the first of <c>&lt;|endoftext|&gt;</c>,
    /// <c>&lt;|end_of_text|&gt;</c>, DeepSeek's end of sentence, <c>&lt;/s&gt;</c>, <c>&lt;eos&gt;</c> and <c>[SEP]</c> that the vocabulary has.
    /// </summary>
    /// <value>Default null.</value>
    public int? EndTokenId { get; init; }

    /// <summary>The token that fills a batch; null for that of the model's configuration, if it has one.</summary>
    /// <value>Default null.</value>
    public int? PaddingTokenId { get; init; }

    /// <summary>The token for what the vocabulary lacks; null if there is no such token.</summary>
    /// <value>Default null.</value>
    public int? UnknownTokenId { get; init; }

    /// <summary>True if a prompt starts with <see cref="BeginTokenId"/>.</summary>
    /// <value>Default false.</value>
    public bool AddsBegin { get; init; }

    /// <summary>True if a space is put before a text, only for <c>llama</c>.</summary>
    /// <value>Default false.</value>
    public bool AddsSpacePrefix { get; init; }

    /// <summary>The template that renders a conversation, in Jinja; null if there is no template.</summary>
    /// <value>Default null.</value>
    public string? ChatTemplate { get; init; }

    /// <summary>
    /// Returns the tokenizer of <see cref="ByteTokenEncoder"/>: tokens 0 to 255 are bytes, and 256 ends a document. llama.cpp gives the same ids for any text.
    /// </summary>
    /// <param name="addsBegin">
    /// True to start prompts with token 256. Models that are trained on token shards read it before each document, so a prompt without it is the middle of a
    /// text to them.
    /// </param>
    public static GgufTokenizer Bytes(bool addsBegin = true)
    {
        int end = ByteTokenEncoder.Instance.EndOfDocument;
        var tokens = new string[end + 1];
        for (int value = 0; value < end; value++) tokens[value] = ByteAlphabet.Character((byte)value).ToString();
        tokens[end] = "<|end|>";
        return new()
        {
            Model = ByteLevelModel,
            PreTokenizer = "gpt-2",
            Tokens = tokens,
            Types = [.. Enumerable.Repeat(GgufTokenType.Normal, end), GgufTokenType.Control],
            BeginTokenId = end,
            EndTokenId = end,
            AddsBegin = addsBegin,
        };
    }

    /// <summary>
    /// Reads a <c>tokenizer.json</c> of Hugging Face's tokenizers: byte-level byte pairs, or byte pairs with byte fallback that were made from a SentencePiece
    /// model. If the folder has a <c>tokenizer_config.json</c>, its special tokens and its chat template are read too. A <c>chat_template.jinja</c> in the
    /// folder is used instead of the template there.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="preTokenizer">llama.cpp's name of the rules that divide a text; null to recognise the rules of the file.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="ModelFileException">The file is damaged, or llama.cpp has no such tokenizer. The message names the field and the value.</exception>
    /// <remarks>
    /// llama.cpp does not normalise texts: with a tokenizer that composes characters (NFC, as Qwen's), texts in another form have other ids there.
    /// <para>
    /// Models that are trained on token shards read the token that ends a document before each document. The folder of a vocabulary that was trained here
    /// (<c>TrainedTokenizer.SaveFolder</c>) says so, and prompts begin with it. For a file alone, set <see cref="AddsBegin"/> and <see cref="BeginTokenId"/>.
    /// </para>
    /// </remarks>
    public static GgufTokenizer FromTokenizerJson(string path, string? preTokenizer = null, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        string full = files.GetFullPath(path);
        GgufTokenizer tokenizer = TokenizerJson.Read(files, full, preTokenizer);
        return TokenizerSettings.ApplyFolder(files, Path.GetDirectoryName(full) ?? "", tokenizer);
    }

    /// <summary>Returns the tokenizer padded with unused tokens to the size of a model.</summary>
    /// <param name="vocabularySize">The model's number of tokens.</param>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the model.</exception>
    public GgufTokenizer PadTo(int vocabularySize)
    {
        if (Tokens.Count > vocabularySize)
            throw new ArgumentException($"The tokenizer has {Tokens.Count} tokens, the model {vocabularySize}.", nameof(vocabularySize));
        if (Tokens.Count == vocabularySize) return this;
        int count = Tokens.Count;
        int added = vocabularySize - count;
        return this with
        {
            Tokens = [.. Tokens, .. Enumerable.Range(count, added).Select(Unused)],
            Types = [.. Types, .. Enumerable.Repeat(GgufTokenType.Unused, added)],
            Scores = Scores.Count == 0 ? [] : [.. Scores, .. Enumerable.Repeat(UnusedScore, added)],
        };
    }

    /// <summary>Checks that the parts fit together, and that <c>llama</c> has a token for each byte.</summary>
    /// <exception cref="ArgumentException">They do not; the message names the values.</exception>
    public void Validate()
    {
        if (Model is not (ByteLevelModel or SentencePieceModel))
            throw new ArgumentException($"{nameof(Model)} is '{Model}'; '{ByteLevelModel}' and '{SentencePieceModel}' are supported.");
        if (Types.Count != Tokens.Count) throw new ArgumentException($"There are {Tokens.Count} tokens, but {Types.Count} types.");
        int scores = Model == SentencePieceModel ? Tokens.Count : 0;
        if (Scores.Count != scores)
            throw new ArgumentException($"A tokenizer of {Model} with {Tokens.Count} tokens needs {scores} scores, not {Scores.Count}.");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string token in Tokens)
            if (!seen.Add(token)) throw new ArgumentException($"The token '{ModelFileException.Show(token)}' is there twice; llama.cpp allows a token one id.");
        if (Model == SentencePieceModel && FallbackBytes.FirstMissing(seen) is { } missing)
        {
            throw new ArgumentException($"{nameof(Tokens)} lack the byte token '{missing}'; llama.cpp needs all 256 of '<0x00>' to '<0xFF>' for {Model}, "
                + "and fails at the first unknown character without them.");
        }
        Check(BeginTokenId, nameof(BeginTokenId));
        Check(EndTokenId, nameof(EndTokenId));
        Check(PaddingTokenId, nameof(PaddingTokenId));
        Check(UnknownTokenId, nameof(UnknownTokenId));
        if (AddsBegin && BeginTokenId is null) throw new ArgumentException($"{nameof(AddsBegin)} needs a {nameof(BeginTokenId)}.");
    }

    internal const float UnusedScore = -1e6f; // no merge makes an unused token

    internal static string Unused(int id) => string.Create(CultureInfo.InvariantCulture, $"[PAD{id}]"); // llama.cpp's converter has these names

    /// <summary>Returns the token that usually ends documents; null if the vocabulary has no such token.</summary>
    internal int? FindEnd()
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int id = 0; id < Tokens.Count; id++) ids.TryAdd(Tokens[id], id);
        foreach (string end in DocumentEndTokens.All)
            if (ids.TryGetValue(end, out int found)) return found;
        return null;
    }

    private void Check(int? id, string name)
    {
        if (id is { } value && (uint)value >= (uint)Tokens.Count) throw new ArgumentException($"{name} {value} is not below the {Tokens.Count} tokens.");
    }
}
