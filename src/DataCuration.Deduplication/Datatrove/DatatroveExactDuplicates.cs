namespace DataCuration.Deduplication;

/// <summary>
/// Finds exact duplicates by datatrove's rule (<c>ExactFindDedups</c> of datatrove/pipeline/dedup/exact_dedup.py): of equal hashes the highest priority comes
/// first, then the lowest position within its file, whichever the file. Equal positions are decided by the heap that merges the files. Use it to compare with
/// datatrove, and <see cref="ExactDeduplication"/> otherwise.
/// </summary>
public sealed class DatatroveExactDuplicates
{
    private const int IndexPriority = 65_536;
    private readonly List<Signature[]> readers = [];
    private readonly List<(uint File, uint Document)> removed = [];
    private readonly List<(uint File, uint Document, long Copies)> counts = [];
    private readonly bool onlyIndex;
    private bool hasIndex;

    /// <summary>Creates a search.</summary>
    /// <param name="onlyDedupInIndex">True to remove copies of an index's documents only, if there is an index. Default: true (datatrove).</param>
    public DatatroveExactDuplicates(bool onlyDedupInIndex = true) => onlyIndex = onlyDedupInIndex;

    /// <summary>The documents to remove.</summary>
    public IReadOnlyList<(uint File, uint Document)> Removed => removed;

    /// <summary>The documents that have copies and stay first, with the number of copies, also of those that an index keeps from being removed.</summary>
    public IReadOnlyList<(uint File, uint Document, long Copies)> Counts => counts;

    /// <summary>Adds a file's documents, in the order of the files.</summary>
    /// <param name="documents">Hash, priority (1 to 65,535) and number of each document; sorted as datatrove writes them if they are not.</param>
    public void AddFile(IEnumerable<(ulong Hash, ushort Priority, uint Document)> documents)
    {
        uint file = (uint)readers.Count;
        readers.Add([.. documents.Select(one => new Signature(one.Hash, one.Priority, one.Document, file))
            .OrderBy(one => one.Hash).ThenByDescending(one => one.Priority).ThenBy(one => one.Document)]);
    }

    /// <summary>Adds an index: hashes in ascending order. To be called after all files.</summary>
    /// <param name="hashes">The hashes.</param>
    public void AddIndex(IEnumerable<ulong> hashes)
    {
        hasIndex = true;
        readers.Add([.. hashes.Select(hash => new Signature(hash, IndexPriority, -1, uint.MaxValue))]);
    }

    /// <summary>Finds the duplicates.</summary>
    public void Find()
    {
        var next = new int[readers.Count];
        var heap = new PythonHeap<(Signature Value, int Reader)>((left, right) => left.Value.IsBefore(right.Value));
        for (int i = 0; i < readers.Count; i++)
            if (readers[i].Length > 0) heap.Add((readers[i][next[i]++], i));
        heap.Heapify();
        Signature? last = null;
        long copies = 0;
        while (heap.Count > 0)
        {
            (Signature value, int reader) = heap.Pop();
            if (last is { } same && same.Hash == value.Hash && !value.IsIndex)
            {
                copies++;
                if (!hasIndex || same.IsIndex || !onlyIndex) removed.Add((value.File, (uint)value.Document));
            }
            if (last is not { } before || before.Hash != value.Hash)
            {
                Count(last, copies);
                last = value;
                copies = 0;
            }
            if (next[reader] < readers[reader].Length) heap.Push((readers[reader][next[reader]++], reader));
        }
        Count(last, copies);
    }

    private void Count(Signature? survivor, long copies)
    {
        if (survivor is { IsIndex: false } one && copies > 0) counts.Add((one.File, (uint)one.Document, copies));
    }

    private readonly record struct Signature(ulong Hash, int Priority, long Document, uint File)
    {
        public bool IsIndex => Priority == IndexPriority;

        public bool IsBefore(Signature other) => Hash != other.Hash ? Hash < other.Hash
            : Priority != other.Priority ? Priority > other.Priority : Document < other.Document;
    }
}
