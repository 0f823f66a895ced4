using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>The windows of indexes that may equal some of the corpus: found by their anchors, and read from the kept texts.</summary>
/// <param name="indexes">The indexes.</param>
/// <param name="length">The length of a window in symbols.</param>
internal sealed class KnownWindows(IReadOnlyList<SubstringIndex> indexes, int length)
{
    /// <summary>The name of the partitions with <see cref="WantedRun"/> records, by group of texts.</summary>
    public const string WantedName = "wanted";

    private const int MaxGroups = 1_024;
    private readonly IReadOnlyList<SubstringIndex> indexes = indexes;
    private readonly int[] starts = StartsOf(indexes);

    /// <summary>The number of groups of texts; text t is in group t mod this number.</summary>
    public int Groups => Math.Clamp(starts[^1], 1, MaxGroups);

    /// <summary>Opens the anchors of a partition of the corpus.</summary>
    public AnchorLookup Open(ShardOutput output, int partitions) => new(this, output, partitions);

    /// <summary>Writes the windows of a group of texts, by anchor.</summary>
    public void Write<T>(Partitions wanted, ShardOutput output, string name, int partitions, long memoryBytes, CancellationToken cancellationToken)
        where T : unmanaged, IBinaryInteger<T>
    {
        var writer = new PartitionWriter(output, name, partitions);
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.Int64(count: 2))
        {
            RecordSize = WantedRun.Bytes,
            MemoryBytes = memoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => wanted.Read(output.Index), cancellationToken);
        RecordTablePart<T>? text = null;
        try
        {
            long opened = -1;
            byte[] record = [];
            for (long count = 0; sorted.Read(); count++)
            {
                if ((count & 0xFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
                WantedRun run = sorted.Get<WantedRun>();
                if (run.Text != opened)
                {
                    text?.Dispose();
                    text = OpenText<T>(run.Text);
                    opened = run.Text;
                }
                int symbols = (int)run.Count + length - 1, size = WindowRecord.HeaderBytes + (symbols * Unsafe.SizeOf<T>());
                if (record.Length < size) record = new byte[Math.Max(size, 2 * record.Length)];
                new WindowRecord(run.Hash, -1, -1, (int)run.Count).Write(record);
                KeptText.Read(text!, run.Position, MemoryMarshal.Cast<byte, T>(record.AsSpan(WindowRecord.HeaderBytes..size)));
                writer.Write(run.Hash, record.AsSpan(0, size));
            }
        }
        finally
        {
            text?.Dispose();
        }
        writer.Complete();
    }

    private static int[] StartsOf(IReadOnlyList<SubstringIndex> indexes)
    {
        var starts = new int[indexes.Count + 1];
        for (int i = 0; i < indexes.Count; i++) starts[i + 1] = checked(starts[i] + indexes[i].TextCount);
        return starts;
    }

    private RecordTablePart<T> OpenText<T>(long number) where T : unmanaged, IBinaryInteger<T>
    {
        int index = 0;
        while (starts[index + 1] <= number) index++;
        return indexes[index].OpenTexts<T>().Open((int)number - starts[index]);
    }

    /// <summary>Finds the anchors of one partition in all indexes.</summary>
    public sealed class AnchorLookup : IDisposable
    {
        private readonly KnownWindows known;
        private readonly IndexCursor<KnownAnchor>[] cursors;
        private readonly PartitionWriter writer;

        internal AnchorLookup(KnownWindows known, ShardOutput output, int partitions)
        {
            this.known = known;
            writer = new PartitionWriter(output, WantedName, known.Groups, WantedRun.Bytes) { BufferBytes = 4 << 20 };
            cursors = [.. known.indexes.Select(index => new IndexCursor<KnownAnchor>(index.Anchors, anchor => anchor.Hash, output.Index, partitions))];
        }

        /// <summary>Looks a hash up, and asks for the windows of its anchors. Hashes come in ascending order, each once.</summary>
        /// <returns>True if an index has an anchor of this hash.</returns>
        public bool Find(ulong hash)
        {
            bool isKnown = false;
            for (int i = 0; i < cursors.Length; i++)
            {
                for (bool more = cursors[i].TrySeek(hash, out KnownAnchor anchor); more && anchor.Hash == hash; more = cursors[i].TryNext(out anchor))
                {
                    isKnown = true;
                    long text = known.starts[i] + anchor.Shard;
                    writer.WriteTo((int)(text % known.Groups), new WantedRun(text, anchor.Position, hash, anchor.Count));
                }
            }
            return isKnown;
        }

        public void Complete() => writer.Complete();

        public void Dispose()
        {
            foreach (IndexCursor<KnownAnchor> cursor in cursors) cursor.Dispose();
        }
    }
}
