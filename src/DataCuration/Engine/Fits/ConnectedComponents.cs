using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Finds the connected components of a graph of any size, given as pairs of ids. A component is known by its smallest id, so the result does not depend on the
/// order of the edges, the memory or the number of passes.
/// </summary>
/// <remarks>
/// While the distinct ids fit in <see cref="MemoryBytes"/> (20 to 40 bytes each), one pass over the edges and a hash table are enough. Otherwise the edges are
/// rewritten in rounds over sorted files, until every edge leads to the smallest id. Rounds alternate between "large star" and "small star" (Kiveris et al.
/// 2014, "Connected components in MapReduce and beyond"); their number is logarithmic in practice. Files take up to 64 bytes for each edge.
/// </remarks>
public sealed class ConnectedComponents
{
    private const int PairBytes = 16;
    private readonly string folder;

    /// <summary>Creates a search.</summary>
    /// <param name="scratchFolder">The folder for files of rounds; see <see cref="ShardOutput.CreateScratchFolder"/>.</param>
    public ConnectedComponents(string scratchFolder)
    {
        ArgumentException.ThrowIfNullOrEmpty(scratchFolder);
        folder = scratchFolder;
    }

    /// <summary>The memory for the table of ids, or for sorting edges, in bytes; 1 MiB or more. Default: 256 MiB (8 million ids in the table).</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A search takes at least 1 MiB.");
    } = 256 << 20;

    /// <summary>Receives a message for each damaged run file of a sort. Default: null.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>The size of the table of ids, in bytes: tests make it small.</summary>
    internal long TableBytes { get; init; } = -1;

    /// <summary>The number of rounds of the last search; 0 if the table was enough.</summary>
    public int Rounds { get; private set; }

    /// <summary>Finds the components.</summary>
    /// <param name="edges">Opens the edges, records of type <see cref="IdPair"/>. Called several times; it must return the same edges each time.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>
    /// Records of type <see cref="IdPair"/>, in ascending order of ids: an id and the smallest id of its component, for every id that an edge joins to another.
    /// Dispose the reader: that removes the files.
    /// </returns>
    public RecordReader Find(Func<RecordReader> edges, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(edges);
        Rounds = 0;
        if (FindInMemory(edges, cancellationToken) is { } pairs) return new ArrayReader(pairs);
        Directory.CreateDirectory(folder);
        string? current = null;
        try
        {
            for (bool changed = true; changed; Rounds++)
            {
                string? before = current;
                Func<RecordReader> source = before is null ? edges : () => Open(before);
                (string stars, bool largeChanged) = LargeStar(source, cancellationToken);
                if (before is not null) File.Delete(before);
                current = stars;
                (current, bool smallChanged) = SmallStar(() => Open(stars), cancellationToken);
                File.Delete(stars);
                changed = largeChanged || smallChanged;
            }
            string last = current!;
            RecordReader sorted = new PairReader.Distinct(Sort(() => new PairReader.WithRoots(Open(last)), cancellationToken));
            return new OwningReader(sorted, last);
        }
        catch
        {
            if (current is not null) File.Delete(current);
            throw;
        }
    }

    private IdPair[]? FindInMemory(Func<RecordReader> edges, CancellationToken cancellationToken)
    {
        using var sets = new IdSets(TableBytes >= 0 ? TableBytes : MemoryBytes);
        using RecordReader reader = edges();
        for (int i = 0; reader.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            IdPair edge = reader.Get<IdPair>();
            if (edge.First != edge.Second && !sets.TryUnion(edge.First, edge.Second)) return null;
        }
        return sets.ToPairs();
    }

    /// <summary>Links every larger neighbour of an id to the smallest of the id and all its neighbours.</summary>
    private (string Path, bool Changed) LargeStar(Func<RecordReader> edges, CancellationToken cancellationToken)
    {
        bool changed = false;
        using RecordReader sorted = new PairReader.Distinct(Sort(() => new PairReader.BothWays(edges()), cancellationToken));
        string path = WriteFile(writer =>
        {
            long id = 0, smallest = 0;
            for (bool isFirst = true; sorted.Read(); isFirst = false)
            {
                IdPair edge = sorted.Get<IdPair>();
                if (isFirst || edge.First != id) (id, smallest) = (edge.First, Math.Min(edge.First, edge.Second));
                if (edge.Second < id) continue;
                changed |= smallest != id;
                Write(writer, new(edge.Second, smallest));
            }
        });
        return (path, changed);
    }

    /// <summary>Links an id and all its smaller neighbours to the smallest of these.</summary>
    private (string Path, bool Changed) SmallStar(Func<RecordReader> edges, CancellationToken cancellationToken)
    {
        bool changed = false;
        using RecordReader sorted = new PairReader.Distinct(Sort(() => new PairReader.Downwards(edges()), cancellationToken));
        string path = WriteFile(writer =>
        {
            long id = 0, smallest = 0;
            for (bool isFirst = true; sorted.Read(); isFirst = false)
            {
                IdPair edge = sorted.Get<IdPair>();
                if (isFirst || edge.First != id)
                {
                    (id, smallest) = (edge.First, edge.Second);
                    Write(writer, edge);
                    continue;
                }
                changed = true;
                Write(writer, new(edge.Second, smallest));
            }
        });
        return (path, changed);
    }

    private RecordReader Sort(Func<RecordReader> pairs, CancellationToken cancellationToken) =>
        new ExternalSort(Path.Combine(folder, "sort"), RecordOrder.Int64(count: 2)) { RecordSize = PairBytes, MemoryBytes = MemoryBytes, Warn = Warn }
            .Sort(pairs, cancellationToken);

    private string WriteFile(Action<SortRunWriter> write)
    {
        string path = NewFile();
        try
        {
            using var writer = new SortRunWriter(path, PairBytes, 1 << 16);
            write(writer);
            writer.Complete();
            return path;
        }
        catch
        {
            File.Delete(path);
            throw;
        }
    }

    // Searches may share a folder.
    private string NewFile() => Path.Combine(folder, $"edges-{Guid.NewGuid():N}");

    private static void Write(SortRunWriter writer, IdPair pair) => writer.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<IdPair>(in pair)));

    private static FileReader Open(string path) => new(path);

    private sealed class ArrayReader(IdPair[] pairs) : RecordReader
    {
        private int place = -1;

        public override ReadOnlySpan<byte> Record => MemoryMarshal.AsBytes(pairs.AsSpan(place, 1));

        public override bool Read() => ++place < pairs.Length;
    }

    /// <summary>Reads a file of edges. A damaged one cannot be made again here: the task fails with its name.</summary>
    private sealed class FileReader(string path) : RecordReader
    {
        private readonly SortRunReader reader = new(new SortRun(path, 0, long.MaxValue, []), PairBytes, 1 << 16, RecordOrder.Int64(),
            static (run, offset, what) => throw new InvalidDataException($"'{run.Path}' is damaged at byte {offset}: {what}."));

        public override ReadOnlySpan<byte> Record => reader.Record;

        public override bool Read() => reader.Read();

        protected override void Dispose(bool disposing)
        {
            if (disposing) reader.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class OwningReader(RecordReader inner, string path) : RecordReader
    {
        public override ReadOnlySpan<byte> Record => inner.Record;

        public override bool Read() => inner.Read();

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                inner.Dispose();
                File.Delete(path);
            }
            base.Dispose(disposing);
        }
    }
}
