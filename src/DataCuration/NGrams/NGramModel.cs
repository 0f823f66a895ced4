using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration;

/// <summary>
/// An n-gram language model with backoff: a memory-mapped file of probabilities and backoff weights. It is made by <see cref="NGramModelFit"/> or read from an
/// ARPA file (<see cref="ImportArpa"/>). As an <see cref="ITokenLossScorer"/> it serves every stage that takes one, at a small part of a neural model's cost.
/// </summary>
/// <remarks>
/// <para>The probability of a word is that of the longest n-gram that ends in it, times the backoff weights of the longer contexts (Katz 1987). Interpolated
/// models (Chen and Goodman 1998) have this form too.</para>
/// <para>N-grams of two and more words are found by a 64-bit hash, and their words are not compared. A look-up of an n-gram that the model does not have
/// finds a wrong one with probability n / 2^64 among n n-grams of an order: 5·10⁻¹¹ for a thousand million. Words are compared. No two n-grams of a model
/// have the same hash: this is checked when it is made.</para>
/// <para>Blocks of 64 KiB are checked against their checksum when they are first read. A damaged file gives <see cref="InvalidDataException"/>. Any number of
/// threads may use one model. Memory: the pages that look-ups touch, 18 bytes for each n-gram at most (14 for those of the highest order).</para>
/// </remarks>
public sealed class NGramModel : ITokenLossScorer, IArtifact, IDisposable
{
    /// <summary>The highest order.</summary>
    public const int MaxOrder = 6;

    private readonly ChecksummedFile file;
    private readonly NGramLayout layout;
    private readonly NGramVocabulary vocabulary;
    private readonly NGramHashSection[] tables;
    private readonly ConcurrentBag<NGramScorer> scorers = [];

    private NGramModel(ChecksummedFile file, NGramLayout layout, NGramTokens tokens)
    {
        this.file = file;
        this.layout = layout;
        Tokens = tokens;
        vocabulary = new(file, layout.VocabularyOffset, layout.Words);
        tables = layout.OpenTables(file, vocabulary.End);
        Fingerprint = $"{file.ContentHash:x16}{file.BodyLength:x16}";
    }

    /// <summary>The file.</summary>
    public string Path => file.Path;

    /// <summary>The rule by which the model reads texts.</summary>
    public NGramTokens Tokens { get; }

    /// <summary>The order: the number of words in the longest n-gram, 1 to <see cref="MaxOrder"/>.</summary>
    public int Order => layout.Order;

    /// <summary>The number of words, with <c>&lt;unk&gt;</c>, <c>&lt;s&gt;</c> and <c>&lt;/s&gt;</c>, whose ids are 0, 1 and 2.</summary>
    public int VocabularySize => layout.Words;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <inheritdoc/>
    public int BatchSize => 1;

    internal NGramVocabulary Vocabulary => vocabulary;

    internal ChecksummedFile File => file;

    internal NGramLayout Layout => layout;

    /// <summary>Opens a model.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokens">The rule of words, needed if it has a tokenizer or a splitter of your own. Default: null, from the file.</param>
    /// <param name="files">The store that the file is in. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The file is not a model, is damaged, or has another version.</exception>
    /// <exception cref="ArgumentException">The rule is not the one that the model was trained with, or is needed and missing.</exception>
    public static NGramModel Load(string path, NGramTokens? tokens = null, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new ChecksummedFile(files ?? LocalFileStore.Instance, path, NGramLayout.Magic, "an n-gram model");
        try
        {
            var layout = NGramLayout.Read(file);
            NGramTokens? own = tokens ?? NGramTokens.FromIdentity(layout.Identity);
            if (own is null) throw new ArgumentException($"'{path}' reads texts by '{layout.Identity}': pass this rule with its tokenizer or splitter.",
                nameof(tokens));
            if (own.ToIdentity() != layout.Identity)
                throw new ArgumentException($"'{path}' reads texts by '{layout.Identity}', not by '{own.ToIdentity()}'.", nameof(tokens));
            return new(file, layout, own);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Converts an ARPA file, as KenLM, SRILM and IRSTLM write it, to a model file, and opens that.</summary>
    /// <param name="arpaPath">The ARPA file; plain, gzip or zstd.</param>
    /// <param name="modelPath">The model file to write. It is replaced if it exists.</param>
    /// <param name="tokens">The rule by which the model's words were made. Default: null, words between white space.</param>
    /// <param name="files">The store of both files. Default: null, the local file system.</param>
    /// <remarks>
    /// Memory: about 50 bytes for each n-gram. An order has at most 1,073,741,795 n-grams, or 2,147,483,591 divided by the order above 2; a file with more is
    /// refused. If an n-gram is there without the n-gram of its last words, as in models that SRILM pruned, the missing one is
    /// added with the probability that backing off gives, as KenLM does. The word <c>&lt;UNK&gt;</c> of a model without <c>&lt;unk&gt;</c> counts as it, as in
    /// KenLM. A model without both gets it with probability 10^−100 (KenLM's default). A logarithm of <c>-inf</c> is read as −10,000.
    /// </remarks>
    /// <exception cref="InvalidDataException">The file is not a valid ARPA file; the message names the line.</exception>
    public static NGramModel ImportArpa(string arpaPath, string modelPath, NGramTokens? tokens = null, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(arpaPath);
        ArgumentException.ThrowIfNullOrEmpty(modelPath);
        files ??= LocalFileStore.Instance;
        ArpaContent content = new ArpaReader(arpaPath, files).Read();
        using (Stream stream = files.Create(modelPath))
        {
            content.Write(new ChecksummedWriter(new UnclosedStream(stream)), tokens ?? NGramTokens.Default);
            files.Complete(stream);
        }
        return Load(modelPath, tokens, files);
    }

    /// <summary>Returns the number of n-grams of an order.</summary>
    /// <param name="order">The order, from 1.</param>
    public long GetCount(int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, Order);
        return layout.Counts[order - 1];
    }

    /// <summary>Finds a word.</summary>
    /// <param name="utf8Word">The word.</param>
    /// <returns>Its id; 0 if the model does not have it, and for the special words.</returns>
    public int FindWord(ReadOnlySpan<byte> utf8Word) => vocabulary.Find(utf8Word);

    /// <summary>Returns a word.</summary>
    /// <param name="id">The word's id.</param>
    public string GetWord(int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(id);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, VocabularySize);
        return Encoding.UTF8.GetString(vocabulary[id]);
    }

    /// <summary>Computes the base-10 logarithm of a word's probability after a context.</summary>
    /// <param name="context">The ids of the words before, first word first. Only the last <see cref="Order"/> − 1 matter. 1 is the start of a sentence.</param>
    /// <param name="word">The word's id.</param>
    public double GetLogProbability(ReadOnlySpan<int> context, int word)
    {
        NGramState state = default;
        foreach (int id in context[Math.Max(0, context.Length - Order + 1)..])
        {
            if ((uint)id >= (uint)VocabularySize) throw new ArgumentOutOfRangeException(nameof(context), id, $"The model has {VocabularySize} words.");
            Score(ref state, id);
        }
        if ((uint)word >= (uint)VocabularySize) throw new ArgumentOutOfRangeException(nameof(word), word, $"The model has {VocabularySize} words.");
        return Score(ref state, word);
    }

    /// <summary>Scores a text, line by line.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    public NGramScore Score(ReadOnlyMemory<byte> utf8Text) => Score(utf8Text, null);

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "ngram-model");
        writer.Add("model", this);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken)
    {
        if (nats.Length != utf8Texts.Length)
            throw new ArgumentException($"There are {utf8Texts.Length} texts, but room for {nats.Length} losses.", nameof(nats));
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            NGramScore score = Score(utf8Texts[i]);
            nats[i] = score.Sentences == 0 ? double.NaN : score.Nats;
        }
    }

    /// <inheritdoc/>
    public void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken)
    {
        if (losses.Length != utf8Texts.Length)
            throw new ArgumentException($"There are {utf8Texts.Length} texts, but {losses.Length} lists.", nameof(losses));
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            losses[i].Clear();
            Score(utf8Texts[i], losses[i]);
        }
    }

    /// <summary>
    /// Writes the model as an ARPA file, as KenLM's <c>lmplz</c> writes it: words sorted by their bytes, a backoff column in all orders but the highest.
    /// </summary>
    /// <param name="path">The file. It is replaced if it exists.</param>
    /// <param name="files">The store of the file. Default: null, the local file system.</param>
    /// <remarks>
    /// Numbers have the shortest digits that read back to the same 32 bits. The logarithm of 0, which discounts of 0 can give, is <c>-inf</c>. Memory: 4 bytes
    /// for each n-gram of an order.
    /// </remarks>
    /// <exception cref="InvalidOperationException">
    /// A word has white space in it, which an ARPA file cannot have; or an order has more than 2^31 n-grams.
    /// </exception>
    public void WriteArpa(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        using Stream stream = files.Create(path);
        ArpaWriter.Write(this, stream);
        files.Complete(stream);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    internal (float LogProbability, float Backoff) GetUnigram(int id)
    {
        ReadOnlySpan<float> both = MemoryMarshal.Cast<byte, float>(file.Slice(layout.UnigramOffset + (id * 8L), 8));
        return (both[0], both[1]);
    }

    internal ref readonly NGramHashSection Table(int order) => ref tables[order - 2];

    internal void PrefetchUnigram(int id) => file.Prefetch(layout.UnigramOffset + (id * 8L));

    private NGramScore Score(ReadOnlyMemory<byte> utf8Text, List<TokenLoss>? losses)
    {
        // Scorers remember words: each thread that scores takes one that is free.
        if (!scorers.TryTake(out NGramScorer? scorer)) scorer = new(this);
        NGramScore score = scorer.Score(utf8Text, losses);
        scorers.Add(scorer);
        return score;
    }

    /// <summary>Scores a word, and makes it the last word of the context.</summary>
    private double Score(ref NGramState state, int id)
    {
        (float probability, float backoff) = GetUnigram(id);
        NGramState.Weights weights = default;
        weights[0] = backoff;
        ulong hash = NGramKeys.Extend(layout.HashSeed, id);
        int match = 1, longest = Math.Min(Order, state.Length + 1);
        // A model has the suffixes and contexts of its n-grams: after the first miss there is nothing longer.
        for (int n = 2; n <= longest; n++)
        {
            hash = NGramKeys.Extend(hash, state.Ids[n - 2]);
            ReadOnlySpan<byte> entry = tables[n - 2].Find(hash);
            if (entry.IsEmpty) break;
            probability = MemoryMarshal.Read<float>(entry[8..]);
            if (n < Order) weights[n - 1] = MemoryMarshal.Read<float>(entry[12..]);
            match = n;
        }
        double sum = probability;
        for (int n = match; n <= state.Length; n++) sum += state.Backoffs[n - 1];
        int kept = Math.Min(match, Order - 1);
        for (int i = kept - 1; i > 0; i--) state.Ids[i] = state.Ids[i - 1];
        if (kept > 0) state.Ids[0] = id;
        state.Backoffs = weights;
        state.Length = kept;
        return sum;
    }
}
