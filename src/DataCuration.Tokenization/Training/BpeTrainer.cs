using System.Globalization;
using System.IO.Hashing;

namespace DataCuration.Tokenization;

/// <summary>
/// Trains a byte-level byte-pair encoding on a corpus (Sennrich and others 2016, arXiv 1508.07909; over bytes as Radford and others 2019, GPT-2) and writes it
/// as <c>tokenizer.json</c>, which <see cref="HuggingFaceTokenizer"/>, Hugging Face's libraries and programs with their format read.
/// </summary>
/// <remarks>
/// <para>Text is normalized and split into words by a pattern. The most frequent pair of neighbouring tokens inside words is merged, again and again. Of pairs
/// with equal counts, the one with the smaller left id, then the smaller right id, comes first. Ids: special tokens, the 256 bytes, then the results of the
/// merges in order. All that is as in Hugging Face's <c>BpeTrainer</c> (tokenizers, models/bpe/trainer.rs). There are three differences, all rare. A merge
/// never spells a special token. A pair that comes up a second time, after two merges with the same result, has its true count and keeps its first rank.
/// <see cref="MaxTokenBytes"/> limits bytes exactly.</para>
/// <para>The corpus is read once. Each worker counts words in 16 to 48 MiB; the counts are added up by partition on disk. The merges need all different
/// words in memory: about 12 bytes for each byte of them. <see cref="MinWordCount"/> bounds that for large corpora. Merges of frequent pairs run in
/// <see cref="RunOptions.MaxParallelShards"/> threads.</para>
/// <para>The file's bytes do not depend on workers, ranks or the order of documents.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Tokenization;
///
/// using var run = new CurationRun();
/// TrainedTokenizer trained = await Corpus.FromJsonl("pool/*.jsonl").FitAsync(new BpeTrainer { VocabularySize = 32_000 }, run);
/// trained.Save("tokenizer.json");
/// Console.WriteLine(trained.Tokenizer.Encode("Text of the web.").Length);
/// </code>
/// </example>
public sealed class BpeTrainer : CorpusFit<TrainedTokenizer>
{
    private const int MaxVocabularySize = 1 << 24;

    /// <summary>The number of tokens, with the special ones and the 256 bytes. A small corpus gives fewer, and the run warns of it.</summary>
    /// <value>257 to 16,777,216; default 32,000, as Llama 1 and 2.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int VocabularySize
    {
        get;
        init => field = value is > ByteVocabulary.Alphabet and <= MaxVocabularySize ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"A vocabulary has 257 to {MaxVocabularySize} tokens.");
    } = 32_000;

    /// <summary>
    /// The special tokens, which have the first ids. The text of the corpus never becomes one of them: there they are ordinary text.
    /// </summary>
    /// <value>Default: <c>&lt;|endoftext|&gt;</c> alone, the token that ends documents.</value>
    /// <exception cref="ArgumentException">A token is empty, a single character that spells a byte, or there twice.</exception>
    public IReadOnlyList<string> SpecialTokens
    {
        get;
        init => field = Checked(value);
    } = ["<|endoftext|>"];

    /// <summary>The smallest number of occurrences of a pair that is merged.</summary>
    /// <value>1 or more; default 2, as Hugging Face's <c>ByteLevelBPETokenizer.train</c>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MinPairCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A pair occurs at least once.");
    } = 2;

    /// <summary>The smallest number of occurrences of a word that the merges are learned from.</summary>
    /// <value>1 or more; default 1: all words, as the reference.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public long MinWordCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A word occurs at least once.");
    } = 1;

    /// <summary>The splitting of text into words. Merges never cross words. All presets of <see cref="BpeSplitting"/> can be used.</summary>
    /// <value>Default: <see cref="BpeSplitting.O200k"/>, that of GPT-4o.</value>
    public BpeSplitting Splitting { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = BpeSplitting.O200k;

    /// <summary>The normal form of texts.</summary>
    /// <value>Default: <see cref="TextNormalization.None"/>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public TextNormalization Normalization
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such normal form.");
    }

    /// <summary>The maximum length of a token in bytes.</summary>
    /// <value>2 or more; null for any length. Default: null, as the reference.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 2.</exception>
    public int? MaxTokenBytes
    {
        get;
        init => field = value is null or >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A merged token has at least 2 bytes.");
    }

    /// <summary>The maximum length of a word in bytes. Longer ones, such as encoded files in a page, are cut into several.</summary>
    /// <value>16 to 1,048,576; default 1,024 (our choice): the merges of a word of n bytes take up to n² steps.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int MaxWordBytes
    {
        get;
        init => field = value is >= 16 and <= 1 << 20 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The maximum length of a word is between 16 and 1,048,576 bytes.");
    } = 1024;

    /// <summary>
    /// A second corpus, such as a small one of a domain, that counts as if it were repeated until it has <see cref="AmplifiedShare"/> of all bytes: the
    /// amplified vocabulary of medical BERT (Wada and others 2020, arXiv 2005.07202).
    /// </summary>
    /// <value>Default: null.</value>
    public Corpus? Amplified { get; init; }

    /// <summary>The share of bytes that <see cref="Amplified"/> gets. It is made smaller too, if it is the larger corpus.</summary>
    /// <value>0.001 to 0.999; default 0.5, as Wada and others: both corpora count the same.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public double AmplifiedShare
    {
        get;
        init => field = value is >= 0.001 and <= 0.999 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0.001 and 0.999.");
    } = 0.5;

    /// <summary>The number of partitions of the words, 1 to 4,096. The result does not depend on it. Default: 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= 4_096 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 4,096 partitions.");
    } = 64;

    /// <summary>Receives the progress of the merges. Default: null.</summary>
    public IProgress<BpeTrainingProgress>? Progress { get; init; }

    /// <inheritdoc/>
    public override string Name => "bpe-trainer";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => Amplified is null ? [] : [Amplified];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(VocabularySize), VocabularySize);
        for (int i = 0; i < SpecialTokens.Count; i++) writer.Add(string.Create(CultureInfo.InvariantCulture, $"{nameof(SpecialTokens)}.{i}"), SpecialTokens[i]);
        writer.Add(nameof(MinPairCount), MinPairCount);
        writer.Add(nameof(MinWordCount), MinWordCount);
        writer.Add(nameof(Splitting), Splitting.Pattern);
        writer.Add(nameof(BpeSplitting.Compose), Splitting.Compose);
        writer.Add(nameof(Normalization), Normalization.ToString());
        writer.Add(nameof(MaxTokenBytes), MaxTokenBytes ?? 0);
        writer.Add(nameof(MaxWordBytes), MaxWordBytes);
        writer.Add(nameof(Amplified), Amplified is not null);
        writer.Add(nameof(AmplifiedShare), AmplifiedShare);
    }

    /// <inheritdoc/>
    protected override async Task<TrainedTokenizer> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (VocabularySize <= SpecialTokens.Count + ByteVocabulary.Alphabet)
            throw new ArgumentException($"A vocabulary of {VocabularySize} tokens has no room for {SpecialTokens.Count} special ones, 256 bytes and a merge.");
        var counting = new PieceCounting(CreateRules(), Partitions);
        // Partitions are not in the fingerprint of the fit, so phases with another number of them have other names.
        string suffix = string.Create(CultureInfo.InvariantCulture, $"-{Partitions}");
        PhaseFiles words = await scope.MapAsync("words" + suffix, scope.Corpus, counting, cancellationToken).ConfigureAwait(false);
        PhaseFiles? amplified = Amplified is null ? null
            : await scope.MapAsync("amplified-words" + suffix, Amplified, counting, cancellationToken).ConfigureAwait(false);
        PhaseFiles sums = await scope.ReduceAsync("word-counts" + suffix, Partitions, PieceCounting.Sum(words, amplified, MinWordCount), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("tokenizer", (output, token) =>
        {
            Train(output, sums, scope.Options.MaxParallelShards, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return new TrainedTokenizer(files);
    }

    private PieceRules CreateRules()
    {
        // The words are those that the tokenizer will make: its own pre-tokenizer splits the corpus.
        var bytes = new ByteVocabulary([], VocabularySize, new MergeLimits(null), null);
        ReadOnlyMemory<byte> json = ByteLevelFile.Write(Splitting, Normalization, bytes);
        TokenizerPipeline pipeline = PipelineReader.Read("the new tokenizer", json, static _ => false).Pipeline;
        return new PieceRules(pipeline, Convert.ToHexStringLower(XxHash128.Hash(json.Span)), MaxWordBytes);
    }

    private void Train(ShardOutput output, PhaseFiles sums, int threads, CancellationToken cancellationToken)
    {
        var weights = PieceWeights.Of(sums, Amplified is null ? null : AmplifiedShare, cancellationToken);
        var limits = new MergeLimits(MaxTokenBytes);
        var vocabulary = new ByteVocabulary(SpecialTokens, VocabularySize, limits,
            Progress is null ? null : tokens => Progress.Report(new BpeTrainingProgress(tokens, VocabularySize)));
        WordBlock[] blocks = [.. Enumerable.Range(0, threads).Select(static _ => new WordBlock())];
        int[] symbols = new int[MaxWordBytes];
        PieceCounting.List(sums, (piece, first, second) =>
        {
            if (piece.Length < 2) return;
            vocabulary.Spell(piece, symbols);
            WordBlock.Smallest(blocks).Add(symbols.AsSpan(0, piece.Length), weights.Count(first, second));
        }, cancellationToken);
        new MergeLearner(blocks, limits, cancellationToken).Learn(checked(MinPairCount * weights.First), vocabulary);
        if (!vocabulary.IsFull)
            output.Warn($"The corpus has pairs for {vocabulary.Size} tokens only, and {VocabularySize} were wanted: train on more text, or set a lower "
                + $"{nameof(MinPairCount)} or {nameof(MinWordCount)}.", "vocabulary");
        output.CreateFile(TrainedTokenizer.FileName).Write(ByteLevelFile.Write(Splitting, Normalization, vocabulary).Span);
        output.CreateFile(TrainingRecord.FileName).Write(new TrainingRecord(weights.Pieces, weights.FirstCount, weights.FirstBytes, weights.SecondCount,
            weights.SecondBytes, weights.SecondShare, vocabulary.Merges.Count, vocabulary.LastCount / (double)weights.First).Write().Span);
    }

    private static string[] Checked(IReadOnlyList<string> tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string token in tokens)
        {
            ArgumentException.ThrowIfNullOrEmpty(token, nameof(tokens));
            if (token.Length == 1 && ByteAlphabet.ByteOf(token[0]) >= 0)
                throw new ArgumentException($"The special token '{token}' spells a byte of the vocabulary.", nameof(tokens));
            if (!seen.Add(token)) throw new ArgumentException($"The special token '{token}' is there twice.", nameof(tokens));
        }
        return [.. tokens];
    }
}
