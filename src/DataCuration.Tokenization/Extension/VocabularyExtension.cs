using System.Globalization;
using System.IO.Hashing;

namespace DataCuration.Tokenization;

/// <summary>
/// Adds tokens for a domain to an existing tokenizer: new merges after its own for byte-pair encodings, new words for WordPiece. All old ids stay as they are,
/// so that a model keeps its embeddings and learns those of the new tokens.
/// </summary>
/// <remarks>
/// <para>Byte-pair encodings: the words of the corpus are encoded by the old tokenizer, and further merges of the most frequent pairs are learned as by
/// <see cref="BpeTrainer"/>. Text without a new pair keeps its tokens. A merge whose result the vocabulary already has, also as an added token, is left out.
/// WordPiece: the words that save the most tokens are added, counted with the old vocabulary. Unigram models are refused: their scores would have to be
/// estimated again.</para>
/// <para>Added tokens that were outside of the vocabulary are written into it too, with their ids, because readers of the format would otherwise number them
/// after the new tokens.</para>
/// <para>A vocabulary for a domain alone, as PubMedBERT has (Gu and others 2021, arXiv 2007.15779), is trained by <see cref="BpeTrainer"/> on the domain, and
/// an amplified one (Wada and others 2020, arXiv 2005.07202) with <see cref="BpeTrainer.Amplified"/>. Both need a model that is trained from scratch.</para>
/// <para>Memory: the vocabulary, and the different words of the corpus, as for <see cref="BpeTrainer"/>. The corpus is read twice, the second time for the
/// fertility.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Tokenization;
///
/// using var run = new CurationRun();
/// ExtendedTokenizer medical = await Corpus.FromJsonl("pubmed/*.jsonl").FitAsync(new VocabularyExtension("llama3/tokenizer.json") { NewTokens = 5_000 }, run);
/// Console.WriteLine(medical.Fertility.ToMarkdown());
/// medical.Save("llama3-medical");
/// </code>
/// </example>
public sealed class VocabularyExtension : CorpusFit<ExtendedTokenizer>
{
    private readonly string file;
    private readonly ReadOnlyMemory<byte> json;
    private readonly HuggingFaceTokenizer tokenizer;

    /// <summary>Creates a fit.</summary>
    /// <param name="tokenizerPath">A <c>tokenizer.json</c>, also with gzip (<c>.gz</c>), or a folder that contains one.</param>
    /// <exception cref="InvalidDataException">The file is not a valid tokenizer.</exception>
    /// <exception cref="NotSupportedException">
    /// The file has a part that this library cannot reproduce, or a model that tokens cannot be added to: Unigram, WordLevel, or byte pairs with prefixes or
    /// suffixes.
    /// </exception>
    public VocabularyExtension(string tokenizerPath)
    {
        ArgumentException.ThrowIfNullOrEmpty(tokenizerPath);
        (file, json) = TokenizerFile.Read(tokenizerPath);
        tokenizer = HuggingFaceTokenizer.Parse(json, file);
        if (tokenizer.Parts.Pipeline.Model is not (WordPieceModel or BpeModel { Settings: { ContinuingPrefix.Length: 0, EndSuffix.Length: 0 } }))
            throw new NotSupportedException($"'{file}' has a {tokenizer.ModelKind} model{(tokenizer.ModelKind == "BPE" ? " with prefixes or suffixes" : "")}, "
                + "to which tokens cannot be added. BPE and WordPiece are possible.");
    }

    /// <summary>The number of new tokens. A small corpus gives fewer, and the run warns of it.</summary>
    /// <value>1 to 1,000,000; default 1,000 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int NewTokens
    {
        get;
        init => field = value is >= 1 and <= 1_000_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of new tokens is between 1 and 1,000,000.");
    } = 1_000;

    /// <summary>The smallest number of occurrences: of a pair that is merged, or of a word that is added.</summary>
    /// <value>1 or more; default 2, as <see cref="BpeTrainer.MinPairCount"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MinCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A token occurs at least once.");
    } = 2;

    /// <summary>The maximum length of a new token in bytes of text.</summary>
    /// <value>2 or more; null for any length. Default: null.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int? MaxTokenBytes
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A new token has at least 2 bytes.");
    }

    /// <summary>The maximum length of a word in bytes. Longer ones are cut into several.</summary>
    /// <value>16 to 1,048,576; default 1,024, as <see cref="BpeTrainer.MaxWordBytes"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int MaxWordBytes
    {
        get;
        init => field = value is >= 16 and <= 1 << 20 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The maximum length of a word is between 16 and 1,048,576 bytes.");
    } = 1024;

    /// <summary>The annotation or field with the group of a document, for the report of fertility; null for one group of all documents.</summary>
    /// <value>Default <c>domain</c>.</value>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public string? GroupField
    {
        get;
        init => field = value is { Length: 0 } ? throw new ArgumentException("The name of a field is not empty.", nameof(value)) : value;
    } = "domain";

    /// <summary>The number of partitions of the words, 1 to 4,096. The result does not depend on it. Default: 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= 4_096 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 4,096 partitions.");
    } = 64;

    /// <inheritdoc/>
    public override string Name => "vocabulary-extension";

    private string Identity => Convert.ToHexStringLower(XxHash128.Hash(json.Span));

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("tokenizer", Identity);
        writer.Add(nameof(NewTokens), NewTokens);
        writer.Add(nameof(MinCount), MinCount);
        writer.Add(nameof(MaxTokenBytes), MaxTokenBytes ?? 0);
        writer.Add(nameof(MaxWordBytes), MaxWordBytes);
        writer.Add(nameof(GroupField), GroupField);
    }

    /// <inheritdoc/>
    protected override async Task<ExtendedTokenizer> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        TokenizerPipeline pipeline = tokenizer.Parts.Pipeline;
        var rules = new PieceRules(pipeline, Identity, MaxWordBytes)
        {
            CutsAtMarks = pipeline.Model is BpeModel { Settings.IsBytes: false } && pipeline.Model.Tokens.Find("\u2581"u8) >= 0,
        };
        string suffix = string.Create(CultureInfo.InvariantCulture, $"-{Partitions}");
        PhaseFiles words = await scope.MapAsync("words" + suffix, scope.Corpus, new PieceCounting(rules, Partitions), cancellationToken).ConfigureAwait(false);
        PhaseFiles sums = await scope.ReduceAsync("word-counts" + suffix, Partitions, PieceCounting.Sum(words, null, 1), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("tokenizer", (output, token) =>
        {
            Extend(output, sums, scope.Options.MaxParallelShards, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        var extended = new ExtendedTokenizer(files);
        extended.Fertility = await scope.FitAsync(scope.Corpus, new TokenizerFertilityFit
        {
            Encoders = new Dictionary<string, ITokenEncoder> { ["before"] = tokenizer, ["after"] = extended.Tokenizer },
            GroupField = GroupField,
        }, cancellationToken).ConfigureAwait(false);
        return extended;
    }

    private void Extend(ShardOutput output, PhaseFiles sums, int threads, CancellationToken cancellationToken)
    {
        ExtensionPlan plan = tokenizer.Parts.Pipeline.Model is BpeModel model ? Merge(model, sums, threads, cancellationToken)
            : FindWords((WordPieceModel)tokenizer.Parts.Pipeline.Model, sums, cancellationToken);
        if (plan.Tokens.Count < NewTokens)
            output.Warn($"The corpus gives {plan.Tokens.Count} new tokens only, and {NewTokens} were wanted: use more text, or set a lower {nameof(MinCount)}.",
                "vocabulary");
        ReadOnlyMemory<byte> written = ExtendedFile.Write(json, tokenizer, plan);
        Check(written);
        output.CreateFile(TokenizerFile.Name).Write(written.Span);
        output.CreateFile(VocabularyAdditions.FileName).Write(new VocabularyAdditions { OldSize = tokenizer.VocabularySize, Tokens = plan.Tokens }.Write());
    }

    private ExtensionPlan Merge(BpeModel model, PhaseFiles sums, int threads, CancellationToken cancellationToken)
    {
        var limits = new MergeLimits(MaxTokenBytes);
        var vocabulary = new MergeExtension(tokenizer, model, NewTokens, limits);
        WordBlock[] blocks = [.. Enumerable.Range(0, threads).Select(static _ => new WordBlock())];
        var scratch = new EncodeScratch();
        PieceCounting.List(sums, (piece, count, _) =>
        {
            scratch.Clear(tracks: false);
            model.Encode(piece, 0, piece.Length, scratch);
            if (scratch.Count > 1) WordBlock.Smallest(blocks).Add(scratch.Ids, count);
        }, cancellationToken);
        new MergeLearner(blocks, limits, cancellationToken).Learn(MinCount, vocabulary);
        return vocabulary.Plan;
    }

    private ExtensionPlan FindWords(WordPieceModel model, PhaseFiles sums, CancellationToken cancellationToken)
    {
        var words = new WordExtension(tokenizer, model);
        PieceCounting.List(sums, (piece, count, _) =>
        {
            if (count >= MinCount && piece.Length <= (MaxTokenBytes ?? int.MaxValue)) words.Add(piece, count);
        }, cancellationToken);
        return words.Take(NewTokens);
    }

    // A special token that has to be in the vocabulary must not become a token of plain text by that.
    private void Check(ReadOnlyMemory<byte> written)
    {
        HuggingFaceTokenizer extended = HuggingFaceTokenizer.Parse(written, "the extended tokenizer");
        foreach (AddedTokenInfo token in tokenizer.AddedTokens)
        {
            if (extended.IdOf(token.Content) != token.Id)
                throw new NotSupportedException($"'{file}': the id {token.Id} of the added token '{token.Content}' cannot be kept.");
            if (token.IsSpecial && extended.Encode(token.Content).Contains(token.Id) && !tokenizer.Encode(token.Content).Contains(token.Id))
                throw new NotSupportedException($"'{file}': in a larger vocabulary, text that spells the special token '{token.Content}' would become it.");
        }
    }
}
