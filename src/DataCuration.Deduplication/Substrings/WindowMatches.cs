using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>
/// Finds equal windows among those of one partition. Runs come in the order of the corpus, after those of indexes, so the first of equal windows is the lowest
/// one.
/// </summary>
/// <typeparam name="T">The type of a symbol: a byte or a token id.</typeparam>
/// <param name="known">The runs of indexes; null if there are no indexes.</param>
/// <param name="windows">The runs of the corpus.</param>
/// <param name="output">The task's output.</param>
/// <param name="groups">The groups of shards.</param>
/// <param name="length">The length of a window in symbols.</param>
internal sealed class WindowMatches<T>(Partitions? known, Partitions windows, ShardOutput output, ShardGroups groups, int length)
    where T : unmanaged, IBinaryInteger<T>
{
    private const int MaxClasses = 1 << 16;
    private static readonly int SymbolBytes = Unsafe.SizeOf<T>();
    private readonly RunBounds bounds = new(length, isTokens: SymbolBytes > 1);

    public SubstringCopies Copies { get; init; }

    public int MinCopies { get; init; } = 2;

    /// <summary>True to mark windows of indexes only, and not those that repeat in the corpus.</summary>
    public bool OnlyKnown { get; init; }

    public required long MemoryBytes { get; init; }

    public Action? WindowsSorted { get; init; }

    public void Write(CancellationToken cancellationToken)
    {
        var writer = new PartitionWriter(output, SpanJoin.RecordName, groups.Count, FoundSpan.Size) { BufferBytes = 4 << 20 };
        long needed = Measure(1, cancellationToken)[0];
        // Copies take no memory: what does not seem to fit is tried first.
        if (!TryMatchInMemory(writer, 0, 1, needed, cancellationToken))
        {
            int classes = (int)Math.Clamp(needed / MemoryBytes * 2 + 1, 2, MaxClasses);
            long[] sizes = Measure(classes, cancellationToken);
            for (int i = 0; i < classes; i++)
                if (sizes[i] > 0 && !TryMatchInMemory(writer, i, classes, sizes[i], cancellationToken)) MatchBySorting(writer, i, classes, cancellationToken);
        }
        writer.Complete();
    }

    /// <summary>Adds up the memory that the windows of each class need. All windows of an anchor are in one class.</summary>
    private long[] Measure(int classes, CancellationToken cancellationToken)
    {
        var sizes = new long[classes];
        using WindowReader reader = Open();
        while (reader.Read())
        {
            cancellationToken.ThrowIfCancellationRequested();
            WindowRecord head = WindowRecord.Read(reader.Record);
            sizes[ClassOf(head.Hash, classes)] += WindowIndex<T>.MemoryOf(head.Count, length, bounds.HasPlaces);
        }
        return sizes;
    }

    /// <summary>Matches the windows of a class in memory.</summary>
    /// <returns>False if they do not fit; nothing is written then.</returns>
    private bool TryMatchInMemory(PartitionWriter writer, int part, int classes, long needed, CancellationToken cancellationToken)
    {
        var index = new WindowIndex<T>(length, bounds);
        // Counting copies takes a pass of its own: whether the first copies are marked is known at its end only. The pass also shows if the windows fit.
        bool isOnePass = needed <= MemoryBytes && (OnlyKnown || (Copies == SubstringCopies.Later && MinCopies == 2));
        if (!isOnePass) Pass(writer, isMarking: false);
        if (index.Memory > MemoryBytes) return false;
        Pass(writer, isMarking: true);
        return true;

        void Pass(PartitionWriter target, bool isMarking)
        {
            using WindowReader reader = Open();
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                WindowRecord head = WindowRecord.Read(reader.Record);
                if (ClassOf(head.Hash, classes) != part) continue;
                if (OnlyKnown && !reader.IsKnown && !isMarking) return;
                if (reader.IsKnown && isMarking && !isOnePass) continue;
                ReadOnlySpan<byte> rest = reader.Record[WindowRecord.HeaderBytes..], symbols = rest[..((head.Count + length - 1) * SymbolBytes)];
                bounds.Read(head, symbols, rest[symbols.Length..]);
                int open = -1;
                WindowPlace first = default;
                index.Begin(symbols, head, reader.Shard);
                for (int i = 0; i < head.Count; i++)
                {
                    bool isAdded = reader.IsKnown || !(OnlyKnown || (isMarking && !isOnePass));
                    int entry = isAdded ? index.AddNext() : index.FindNext();
                    bool isMarked = isMarking && !reader.IsKnown && IsMarked(index, entry, isOnePass);
                    if (isMarked && open < 0) (open, first) = (i, index.PlaceOf(entry));
                    if (!isMarked && open >= 0) open = Put(target, reader.Shard, head, open, i - 1, first);
                }
                if (!isMarking && index.Memory > MemoryBytes) return;
                if (open >= 0) Put(target, reader.Shard, head, open, head.Count - 1, first);
            }
        }
    }

    private bool IsMarked(WindowIndex<T> index, int entry, bool isOnePass) => OnlyKnown ? entry >= 0
        : isOnePass ? !index.IsNew
        : index.CountOf(entry) >= MinCopies && (Copies == SubstringCopies.All || !index.IsFirst(entry));

    private WindowReader Open() => new(known, windows, output.Index);

    /// <summary>Writes the span of consecutive windows.</summary>
    private int Put(PartitionWriter writer, int shard, WindowRecord head, int from, int to, WindowPlace first)
    {
        writer.WriteTo(groups.GroupOf(shard), new FoundSpan(head.Record, first.Record, first.Shard, first.Start, shard, bounds.OffsetOf(from),
            bounds.OffsetOf(to + length), bounds.TrimOf(from, to + length)));
        return -1;
    }

    /// <summary>Windows of a few anchors that do not fit in memory: sorted by their symbols in files.</summary>
    private void MatchBySorting(PartitionWriter writer, int part, int classes, CancellationToken cancellationToken)
    {
        WindowsSorted?.Invoke();
        int size = length * SymbolBytes;
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.BytesAt(0, size))
        {
            RecordSize = size + WindowPlace.Size,
            MemoryBytes = Math.Max(MemoryBytes, 1 << 20),
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => new ExpandedReader(Open(), hash => ClassOf(hash, classes) == part, bounds, length, SymbolBytes),
            cancellationToken);
        // The sort is stable: the first of equal windows is the lowest one.
        var window = new byte[size];
        var waiting = new List<WindowPlace>();
        WindowPlace first = default;
        long copies = 0;
        for (long count = 0; sorted.Read(); count++)
        {
            if ((count & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            ReadOnlySpan<byte> bytes = sorted.Record[..size];
            WindowPlace place = MemoryMarshal.Read<WindowPlace>(sorted.Record[size..]);
            if (copies == 0 || !bytes.SequenceEqual(window))
            {
                bytes.CopyTo(window);
                (copies, first) = (0, place);
                waiting.Clear();
            }
            copies++;
            if (place.Shard < 0 || (OnlyKnown && first.Shard >= 0)) continue;
            if (copies > 1 || Copies == SubstringCopies.All) waiting.Add(place);
            if (copies < MinCopies) continue;
            foreach (WindowPlace one in waiting)
                writer.WriteTo(groups.GroupOf(one.Shard), new FoundSpan(one.Record, first.Record, first.Shard, first.Start, one.Shard, one.Start, one.End,
                    one.Trim));
            waiting.Clear();
        }
    }

    private static int ClassOf(ulong hash, int classes) => (int)Math.BigMul(unchecked(hash * 0x9E3779B97F4A7C15), (ulong)classes, out _);
}
