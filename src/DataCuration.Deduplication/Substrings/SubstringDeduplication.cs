using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>
/// Finds substrings of documents that occur more than once in a corpus, at a minimum length in bytes or tokens (Lee et al., "Deduplicating Training Data Makes
/// Language Models Better", ACL 2022). By default all copies but the first are marked, where the first is the one with the lowest file, record and position.
/// <see cref="DuplicateSpanRemoval"/> cuts them out.
/// </summary>
/// <remarks>
/// <para>The result is exact: a byte or token is marked if and only if it lies in a window of <see cref="MinLength"/>, inside one document, that occurs earlier
/// in the corpus. Marked ranges hold whole code points: incomplete ones at their ends stay.</para>
/// <para>The corpus is read twice and never held. The first pass writes a hash for each anchor (16 bytes for about a quarter of MinLength). Windows whose
/// anchor is unique are unique. The second pass writes the symbols of the other windows, by anchor, and does not encode documents without such windows. Each
/// reduce task then compares windows symbol by symbol, in <see cref="MemoryBytes"/>. More than that is done in several passes over the task's file, and the
/// windows of one anchor that do not fit are sorted in files.</para>
/// <para>Memory for each worker: MemoryBytes, about 20 MB of buffers, one bit for each anchor of a shard, and with tokens 24 bytes for each token of a text.
/// Files: 0.6 bytes for each byte of text, and about 5 for each byte in a repeated anchor's windows; with tokens 1.3 bytes for each token, and about 25 for
/// each one in such windows.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// using DuplicateSpans spans = await pool.FitAsync(new SubstringDeduplication { MinLength = 200 }, run);
/// Console.WriteLine($"{spans.ByteCount} of {spans.TextByteCount} bytes are repeated");
/// </code>
/// </example>
public sealed class SubstringDeduplication : CorpusFit<DuplicateSpans>
{
    private readonly int? minLength;

    /// <summary>
    /// The encoder whose tokens are compared, which must be an <see cref="ITokenSpanEncoder"/>; null to compare bytes. Default: null. Two texts are then equal
    /// where their tokens are: the same words may be split in two ways, and are found in bytes only.
    /// </summary>
    public ITokenEncoder? Encoder { get; init; }

    /// <summary>
    /// The minimum length in bytes, or in tokens of <see cref="Encoder"/>, 1 to 65,536. Default: 50 tokens (Lee et al. 2022, section 4.1), or 100 bytes (the
    /// README of <c>deduplicate-text-datasets</c>, where 50 tokens are 100 bytes).
    /// </summary>
    public int MinLength { get => minLength ?? WindowUnit.DefaultLength(Encoder); init => minLength = WindowUnit.Check(value); }

    /// <summary>The copies that are marked. Default: all but the first.</summary>
    public SubstringCopies Copies
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are no such copies.");
    }

    /// <summary>
    /// The minimum number of copies, 2 or more. Default: 2. The <c>frequency-threshold</c> f of <c>deduplicate-text-datasets</c> is f + 1 copies here.
    /// </summary>
    public int MinCopies
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A repeated substring has at least 2 copies.");
    } = 2;

    /// <summary>
    /// The indexes of earlier corpora, made with the same length and encoder; at most 128. Their copies come before those of the corpus, and
    /// <see cref="MinCopies"/> must be 2. Default: empty.
    /// </summary>
    public IReadOnlyList<SubstringIndex> Indexes { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The substrings to mark if there are indexes. Default: <see cref="IndexMode.CorpusAndIndexes"/>.</summary>
    public IndexMode IndexMode { get; init => field = IndexLists.Check(value); } = IndexMode.CorpusAndIndexes;

    /// <summary>
    /// The number of parts that anchors are divided into, 1 to 65,536. Each is a task of its own. The result does not depend on it. Default: 64.
    /// </summary>
    public int Partitions
    {
        get;
        init => field = value is >= 1 and <= PartitionWriter.MaxPartitions ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"There are 1 to {PartitionWriter.MaxPartitions} partitions.");
    } = 64;

    /// <summary>The memory of a task for windows, 1 MiB or more. The result does not depend on it. Default: 256 MiB.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A task takes at least 1 MiB.");
    } = 256 << 20;

    /// <summary>A limit below <see cref="MemoryBytes"/>'s minimum, for tests.</summary>
    internal long? WindowMemory { get; init; }

    /// <summary>Called when the windows of some anchors are sorted in files, because they do not fit in memory; for tests.</summary>
    internal Action? WindowsSorted { get; init; }

    /// <inheritdoc/>
    public override string Name => "substring-deduplication";

    // Windows that repeat at a short period need no comparison, but they count as copies. If only indexes count, their number does not matter.
    internal RunDivision Runs => IsOnlyKnown ? RunDivision.ByHash
        : Copies == SubstringCopies.Later && MinCopies == 2 ? RunDivision.SkipsPeriods : RunDivision.ByAnchor;

    private bool IsOnlyKnown => Indexes.Count > 0 && IndexMode == IndexMode.OnlyIndexes;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 3);
        WindowUnit.Describe(writer, MinLength, Encoder);
        writer.Add(nameof(Copies), Copies.ToString());
        writer.Add(nameof(MinCopies), MinCopies);
        for (int i = 0; i < Indexes.Count; i++) writer.Add($"{nameof(Indexes)}.{i}", Indexes[i]);
        writer.Add(nameof(IndexMode), IndexMode.ToString());
    }

    /// <inheritdoc/>
    protected override async Task<DuplicateSpans> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        ITokenSpanEncoder? encoder = WindowUnit.Require(Encoder);
        CheckIndexes();
        var groups = new ShardGroups(scope.ShardCount);
        KnownWindows? indexes = Indexes.Count == 0 ? null : new(Indexes, MinLength);
        PhaseFiles anchors = await scope.MapAsync(AnchorWriter.Name, scope.Corpus, new FitSink(writer => Describe(writer, AnchorWriter.Name),
            output => new AnchorWriter(this, encoder, output, groups.Count)), cancellationToken).ConfigureAwait(false);
        PhaseFiles repeated = await scope.ReduceAsync("repeated", Partitions, (output, token) =>
        {
            using KnownWindows.AnchorLookup? known = indexes?.Open(output, Partitions);
            RepeatedAnchors.Write(new Partitions(anchors, AnchorWriter.Name), known, output, groups, IsOnlyKnown ? 0 : MinCopies, MemoryBytes, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles numbers = await scope.ReduceAsync("numbers", groups.Count, (output, token) =>
        {
            NumberSet.Gather(new Partitions(repeated, RepeatedAnchors.Name), output, RepeatedAnchors.Name, MemoryBytes, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles windows = await scope.MapAsync(WindowWriter.Name, scope.Corpus, new FitSink(writer => Describe(writer, WindowWriter.Name),
            output => new WindowWriter(this, encoder, output, anchors, numbers)), cancellationToken).ConfigureAwait(false);
        PhaseFiles? known = indexes is null ? null : await scope.ReduceAsync("known", indexes.Groups, (output, token) =>
        {
            var wanted = new Partitions(repeated, KnownWindows.WantedName);
            if (encoder is null) indexes.Write<byte>(wanted, output, WindowWriter.Name, Partitions, MemoryBytes, token);
            else indexes.Write<int>(wanted, output, WindowWriter.Name, Partitions, MemoryBytes, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles matches = await scope.ReduceAsync("matches", Partitions, (output, token) =>
        {
            if (encoder is null) Match<byte>(known, windows, output, groups, token);
            else Match<int>(known, windows, output, groups, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return await new SpanJoin(scope, anchors, anchors, matches) { MemoryBytes = MemoryBytes }.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    private void Describe(FingerprintWriter writer, string phase)
    {
        writer.Add("phase", phase);
        writer.Add("partitions", Partitions);
        Describe(writer);
    }

    private void Match<T>(PhaseFiles? known, PhaseFiles windows, ShardOutput output, ShardGroups groups, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T> =>
        new WindowMatches<T>(known is null ? null : new Partitions(known, WindowWriter.Name), new Partitions(windows, WindowWriter.Name), output, groups,
            MinLength)
        {
            Copies = Copies,
            MinCopies = MinCopies,
            OnlyKnown = IsOnlyKnown,
            MemoryBytes = WindowMemory ?? Math.Min(MemoryBytes, 1 << 30),
            WindowsSorted = WindowsSorted,
        }.Write(cancellationToken);

    private void CheckIndexes()
    {
        var recipe = new FingerprintWriter();
        WindowUnit.Describe(recipe, MinLength, Encoder);
        IndexLists.Check(Indexes, recipe);
        if (Indexes.Count > 0 && MinCopies > 2)
            throw new CurationException($"An index keeps windows and not the number of their copies: {nameof(MinCopies)} is {MinCopies}, and with "
                + $"{nameof(Indexes)} it must be 2.");
    }
}
