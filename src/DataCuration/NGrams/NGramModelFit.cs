using System.Collections.Immutable;
using System.Globalization;

namespace DataCuration;

/// <summary>
/// Trains an n-gram language model with modified Kneser-Ney smoothing on a corpus: Chen and Goodman 1998 (TR-10-98), interpolated, with three
/// discounts for each order from counts of counts. The estimates are those of KenLM's <c>lmplz</c> (Heafield and others 2013).
/// </summary>
/// <remarks>
/// <para>The counts of the highest order, and of n-grams that begin with <c>&lt;s&gt;</c>, are occurrences. Those of lower orders are numbers of different
/// words before the n-gram. Unigrams are interpolated with the uniform distribution over all words, <c>&lt;unk&gt;</c> included and <c>&lt;s&gt;</c>
/// excluded, so the probabilities after every context add up to 1. <c>&lt;s&gt;</c> itself is never predicted; its own probability is written as 1, as
/// <c>lmplz</c> does.</para>
/// <para>The corpus is read twice: for the words, then for their ids. A corpus that fits in <see cref="InMemoryBytes"/> is sorted in memory, by one task. The
/// n-grams of a larger one are sorted on disk, by all workers. Disk: some 200 bytes for each token with order 5. Memory for each worker:
/// <see cref="MemoryBytes"/> and 16 to 48 MiB; in addition, about 24 bytes for each word of the vocabulary, and 2 bytes for each n-gram of an order while the
/// file is written.</para>
/// <para>The model's bytes do not depend on workers, ranks, <see cref="Partitions"/>, <see cref="MemoryBytes"/> or <see cref="InMemoryBytes"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// using NGramModel model = await Corpus.FromJsonl("wikipedia/*.jsonl").FitAsync(new NGramModelFit { Order = 5 }, run);
/// Console.WriteLine(model.Score("A sentence of the language.\nAnd another one."u8.ToArray()).Perplexity);
/// </code>
/// </example>
public sealed class NGramModelFit : CorpusFit<NGramModel>
{
    internal const string FileName = "ngrams.model";

    /// <summary>The order: the number of words in the longest n-gram, 1 to <see cref="NGramModel.MaxOrder"/>.</summary>
    /// <value>Default 5, as CCNet's models and KenLM's examples.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Order
    {
        get;
        init => field = value is >= 1 and <= NGramModel.MaxOrder ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The order is between 1 and {NGramModel.MaxOrder}.");
    } = 5;

    /// <summary>The rule by which texts become words.</summary>
    /// <value>Default: <see cref="NGramTokens.Default"/>, words between white space.</value>
    public NGramTokens Tokens { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = NGramTokens.Default;

    /// <summary>
    /// The smallest number of occurrences of a word in the vocabulary. Rarer words count as <c>&lt;unk&gt;</c>, which then has a probability of its own from
    /// the corpus. This bounds the vocabulary of a web corpus.
    /// </summary>
    /// <value>1 or more; default 1: all words, as <c>lmplz</c>.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinWordCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A word occurs at least once.");
    } = 1;

    /// <summary>
    /// The pruning threshold of each order, as <c>lmplz --prune</c>: an n-gram that occurs no more often is left out, and its probability goes to backing off.
    /// The last value counts for all higher orders. Unigrams are never pruned.
    /// </summary>
    /// <value>Default: empty, nothing is pruned. <c>[0, 0, 1]</c> leaves out trigrams and longer n-grams that occur once.</value>
    /// <exception cref="ArgumentException">The first value is not 0, a value is negative, or one is smaller than the one before.</exception>
    public IReadOnlyList<int> Prune
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count > 0 && value[0] != 0) throw new ArgumentException("Unigrams are not pruned: the first threshold is 0.", nameof(value));
            if (value.Count > NGramModel.MaxOrder) throw new ArgumentException($"There are {value.Count} thresholds for at most 6 orders.", nameof(value));
            for (int i = 1; i < value.Count; i++)
                if (value[i] < value[i - 1])
                    throw new ArgumentException($"Threshold {value[i]} is smaller than {value[i - 1]} before it: n-grams would lack their parts.",
                        nameof(value));
            field = [.. value];
        }
    } = [];

    /// <summary>
    /// The discounts of an order for counts of 1, 2, and 3 or more, if the corpus has none, because it is small or artificial: three numbers, each from 0 to
    /// its count. The run warns of it. An empty list makes such a corpus an error.
    /// </summary>
    /// <value>Default 0.5, 1, 1.5, as <c>lmplz --discount_fallback</c>.</value>
    /// <exception cref="ArgumentException">There are not three numbers in their ranges.</exception>
    public IReadOnlyList<double> FallbackDiscounts
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count is not (0 or 3)) throw new ArgumentException($"There are three discounts, not {value.Count}.", nameof(value));
            for (int i = 0; i < value.Count; i++)
                if (!(value[i] >= 0 && value[i] <= i + 1))
                    throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"Discount {value[i]} is not between 0 and {i + 1}."),
                        nameof(value));
            field = [.. value];
        }
    } = [0.5, 1, 1.5];

    /// <summary>The seed of the hashes. Another one helps if two n-grams have the same hash, which the fit reports. Default: 0.</summary>
    public ulong HashSeed { get; init; }

    /// <summary>The number of partitions into which n-grams are divided, 1 to 4,096. More of them need less memory or fewer files of sorts each.</summary>
    /// <value>Default 64 (our choice): with the default memory, some 100 million tokens are sorted without files.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= 4_096 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 4,096 partitions.");
    } = 64;

    /// <summary>The memory of a worker's sort in bytes, at least 1 MiB.</summary>
    /// <value>Default 256 MiB.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 MiB.</exception>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A sort takes at least 1 MiB.");
    } = 256 << 20;

    /// <summary>
    /// The memory up to which a corpus is sorted in memory instead of on disk, several times as fast: 160 bytes for each word and each end of a sentence.
    /// </summary>
    /// <value>0 or more; default 2 GiB (our choice): some 75 MB of text. 0 always sorts on disk.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public long InMemoryBytes
    {
        get;
        init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "Memory is not negative.");
    } = 2L << 30;

    /// <inheritdoc/>
    public override string Name => "ngram-model";

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(Order), Order);
        Tokens.Describe(writer);
        writer.Add(nameof(MinWordCount), MinWordCount);
        writer.Add(nameof(Prune), string.Join(',', Prune.Select(one => one.ToString(CultureInfo.InvariantCulture))));
        writer.Add(nameof(FallbackDiscounts), string.Join(',', FallbackDiscounts.Select(one => one.ToString("R", CultureInfo.InvariantCulture))));
        writer.Add(nameof(HashSeed), HashSeed);
    }

    /// <inheritdoc/>
    protected internal override async Task<NGramModel> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        // Partitions are not in the fingerprint of the fit, so phases with another number of them have other names.
        string suffix = string.Create(CultureInfo.InvariantCulture, $"-{Partitions}");
        var words = new NGramWords(Tokens, MinWordCount, Partitions, MemoryBytes);
        PhaseFiles counted = await scope.MapAsync("words" + suffix, scope.Corpus, words, cancellationToken).ConfigureAwait(false);
        PhaseFiles joined = await scope.ReduceAsync("word-counts" + suffix, Partitions, words.Reduce(counted), cancellationToken).ConfigureAwait(false);
        PhaseFiles vocabularyFiles = await scope.FinishAsync("vocabulary" + suffix, words.Finish(joined), cancellationToken).ConfigureAwait(false);
        using NGramWordFile vocabulary = NGramWordFile.Load(vocabularyFiles);

        PhaseFiles ids = await scope.MapAsync("ids" + suffix, scope.Corpus, new NGramSink(Tokens, vocabulary), cancellationToken).ConfigureAwait(false);
        long count = NGramIds.Count(ids);
        PhaseFiles model = count <= Math.Min(InMemoryBytes / NGramMemoryTraining.BytesPerId, Array.MaxLength / 2)
            ? await scope.FinishAsync("model", new NGramMemoryTraining(this, vocabulary).Train(ids, count), cancellationToken).ConfigureAwait(false)
            : await SortOnDiskAsync(scope, vocabulary, ids, suffix, cancellationToken).ConfigureAwait(false);
        string path = model.FindFile(FileName) ?? throw new CurationException($"'{model.FolderPath}' has no file '{FileName}'.");
        return NGramModel.Load(path, Tokens, model.Files);
    }

    private async Task<PhaseFiles> SortOnDiskAsync(FitScope scope, NGramWordFile vocabulary, PhaseFiles ids, string suffix, CancellationToken cancellationToken)
    {
        var training = new NGramTraining(this, scope.Run, vocabulary);
        PhaseFiles tails = await scope.ReduceAsync("tails" + suffix, ids.TaskCount, training.WriteTails(ids), cancellationToken).ConfigureAwait(false);
        PhaseFiles counts = await scope.ReduceAsync("counts" + suffix, Partitions, training.AdjustCounts(tails), cancellationToken).ConfigureAwait(false);
        PhaseFiles unigrams = await scope.FinishAsync("unigrams" + suffix, training.EstimateUnigrams(counts), cancellationToken).ConfigureAwait(false);
        PhaseFiles discounted = await scope.ReduceAsync("discounted" + suffix, Partitions, training.Discount(counts, unigrams), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles interpolated = await scope.ReduceAsync("interpolated" + suffix, Partitions, training.Interpolate(discounted, unigrams), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles tables = await scope.ReduceAsync("tables" + suffix, Partitions, training.SortTables(interpolated), cancellationToken).ConfigureAwait(false);
        return await scope.FinishAsync("model", training.WriteModel(unigrams, discounted, tables), cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Returns the pruning threshold of an order.</summary>
    internal int ThresholdOf(int order) => order == 1 || Prune.Count == 0 ? 0 : Prune[Math.Min(order, Prune.Count) - 1];
}
