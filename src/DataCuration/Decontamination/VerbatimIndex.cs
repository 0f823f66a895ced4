using System.IO.Hashing;

namespace DataCuration;

/// <summary>
/// An index of all windows of a fixed number of bytes of some texts. It measures how much of another text repeats them verbatim: evaluation text in training
/// data, or the reverse. It works on UTF-8 bytes with a 64-bit hash per window. With 10 million windows on either side, the probability of any false match is
/// about 5e-6.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using var run = new CurationRun();
/// VerbatimIndex evaluationText = await VerbatimIndex.CreateAsync(Corpus.FromJsonl("heldout/*.jsonl"), run);
/// double share = evaluationText.MatchedShare(new Document("doc-1", File.ReadAllText("doc-1.txt")));
/// Console.WriteLine($"{share:P0} of the text repeats evaluation text");
/// </code>
/// </example>
public sealed class VerbatimIndex : IArtifact
{
    /// <summary>The base of the rolling polynomial hash modulo 2^64: odd, with bits spread over the word.</summary>
    private const ulong Base = 0x9E3779B97F4A7C55;
    private readonly XxHash128 content = new();
    private readonly ulong leading;
    private ulong[] slots = new ulong[1 << 12];
    private long count;
    private bool hasZero;

    /// <summary>Creates an empty index.</summary>
    /// <param name="windowBytes">The length of a window in bytes, at least 8. Default: 50, the length that exact-substring deduplication uses (Lee et al.
    /// 2022: 50 tokens; here bytes).</param>
    public VerbatimIndex(int windowBytes = 50)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(windowBytes, 8);
        WindowBytes = windowBytes;
        leading = 1;
        for (int i = 1; i < windowBytes; i++) leading = unchecked(leading * Base);
    }

    /// <summary>The length of a window in bytes.</summary>
    public int WindowBytes { get; }

    /// <summary>A hash of the indexed texts, in the order of their addition.</summary>
    public string Fingerprint => Convert.ToHexStringLower(content.GetCurrentHash());

    /// <summary>Creates an index of a corpus.</summary>
    /// <param name="corpus">The corpus.</param>
    /// <param name="run">The run that reads the corpus.</param>
    /// <param name="windowBytes">The length of a window in bytes; see the constructor.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<VerbatimIndex> CreateAsync(Corpus corpus, CurationRun run, int windowBytes = 50, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        var index = new VerbatimIndex(windowBytes);
        await foreach (Document document in corpus.AsAsyncEnumerable(run, cancellationToken).ConfigureAwait(false)) index.Add(document.Utf8Text.Span);
        var origin = new FingerprintWriter();
        origin.Add(nameof(WindowBytes), windowBytes);
        origin.BeginScope("corpus");
        (await CorpusPlan.CreateAsync(corpus, cancellationToken).ConfigureAwait(false)).DescribeContent(origin);
        origin.EndScope();
        ArtifactOrigins.Set(index, ArtifactOrigin.Create("a verbatim index", origin));
        return index;
    }

    /// <summary>Adds a text. This method is not thread-safe.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    public void Add(ReadOnlySpan<byte> utf8Text)
    {
        content.Append(BitConverter.GetBytes(utf8Text.Length));
        content.Append(utf8Text);
        if (utf8Text.Length < WindowBytes) return;
        ulong hash = First(utf8Text);
        Insert(SeededRandom.Mix(hash));
        for (int end = WindowBytes; end < utf8Text.Length; end++)
        {
            hash = Roll(hash, utf8Text[end - WindowBytes], utf8Text[end]);
            Insert(SeededRandom.Mix(hash));
        }
    }

    /// <summary>Counts the bytes of a text that are inside indexed windows.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    public long CountMatchedBytes(ReadOnlySpan<byte> utf8Text)
    {
        if (utf8Text.Length < WindowBytes) return 0;
        long matched = 0;
        int coveredTo = 0;
        ulong hash = First(utf8Text);
        for (int end = WindowBytes; ; end++)
        {
            if (Contains(SeededRandom.Mix(hash)))
            {
                matched += end - Math.Max(coveredTo, end - WindowBytes);
                coveredTo = end;
            }
            if (end == utf8Text.Length) return matched;
            hash = Roll(hash, utf8Text[end - WindowBytes], utf8Text[end]);
        }
    }

    /// <summary>Returns the share of a text's bytes that are inside indexed windows, in [0, 1]; 0 for an empty text.</summary>
    /// <param name="document">The document.</param>
    public double MatchedShare(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        return document.Utf8Text.IsEmpty ? 0 : (double)CountMatchedBytes(document.Utf8Text.Span) / document.Utf8Text.Length;
    }

    private ulong First(ReadOnlySpan<byte> text)
    {
        ulong hash = 0;
        for (int i = 0; i < WindowBytes; i++) hash = unchecked(hash * Base + text[i] + 1);
        return hash;
    }

    private ulong Roll(ulong hash, byte leaving, byte entering) => unchecked((hash - (leaving + 1UL) * leading) * Base + entering + 1);

    private bool Contains(ulong key)
    {
        if (key == 0) return hasZero;
        ulong mask = (ulong)slots.Length - 1;
        for (ulong slot = key & mask; ; slot = (slot + 1) & mask)
        {
            ulong found = slots[slot];
            if (found == key) return true;
            if (found == 0) return false;
        }
    }

    private void Insert(ulong key)
    {
        if (key == 0)
        {
            hasZero = true;
            return;
        }
        if ((count + 1) * 2 > slots.Length) Grow();
        ulong mask = (ulong)slots.Length - 1;
        ulong slot = key & mask;
        while (slots[slot] != 0)
        {
            if (slots[slot] == key) return;
            slot = (slot + 1) & mask;
        }
        slots[slot] = key;
        count++;
    }

    private void Grow()
    {
        ulong[] old = slots;
        slots = new ulong[old.Length * 2];
        count = 0;
        foreach (ulong key in old)
            if (key != 0) Insert(key);
    }
}
