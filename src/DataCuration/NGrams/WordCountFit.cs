namespace DataCuration;

/// <summary>
/// Counts the words of a corpus. The result is a file that is found by word, for statistics such as Zipf's coefficient and the share of rare words.
/// </summary>
/// <remarks>Memory: 16 MiB for each worker, the words of one of <see cref="Partitions"/> partitions, and 24 bytes for each word at the end.</remarks>
public sealed class WordCountFit : CorpusFit<WordCounts>
{
    /// <summary>The rule by which texts become words.</summary>
    /// <value>Default: <see cref="NGramTokens.Default"/>, words between white space. With a tokenizer, a word is a token's number.</value>
    public NGramTokens Tokens { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = NGramTokens.Default;

    /// <summary>The smallest number of occurrences of a word that is kept. <see cref="WordCounts.Total"/> then counts the kept words only.</summary>
    /// <value>1 or more; default 1.</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int MinCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A word occurs at least once.");
    } = 1;

    /// <summary>The number of partitions of the words, 1 to 4,096. The result does not depend on it. Default: 64.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= 4_096 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "There are 1 to 4,096 partitions.");
    } = 64;

    /// <inheritdoc/>
    public override string Name => "word-counts";

    /// <inheritdoc/>
    protected internal override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        Tokens.Describe(writer);
        writer.Add(nameof(MinCount), MinCount);
    }

    /// <inheritdoc/>
    protected internal override async Task<WordCounts> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        string suffix = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"-{Partitions}");
        var words = new NGramWords(Tokens, MinCount, Partitions, 256 << 20);
        PhaseFiles counted = await scope.MapAsync("words" + suffix, scope.Corpus, words, cancellationToken).ConfigureAwait(false);
        PhaseFiles joined = await scope.ReduceAsync("joined" + suffix, Partitions, words.Reduce(counted), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("counts", words.FinishCounts(joined), cancellationToken).ConfigureAwait(false);
        string path = files.FindFile(WordCounts.FileName) ?? throw new CurationException($"'{files.FolderPath}' has no file '{WordCounts.FileName}'.");
        return WordCounts.Load(path, Tokens, files.Files);
    }
}
