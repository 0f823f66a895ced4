using System.Globalization;

namespace DataCuration;

/// <summary>
/// Sorts any number of binary records in bounded memory: sorted runs go to files in a scratch folder, and are merged, at most <see cref="MaxFanIn"/> at a time.
/// </summary>
/// <remarks>
/// <para>The sort is stable: records with equal keys keep the order of the input. The result is therefore the same for any memory, fan-in and number of
/// threads.</para>
/// <para>Memory is bounded by <see cref="MemoryBytes"/>: the sort buffer while runs are written, then a block for each run that is merged. Input that fits in
/// the buffer is sorted there, without a file. Records of more than a block (16 KiB to 1 MiB) take their size in addition.</para>
/// <para>Every block of a run has a checksum. If one is damaged, its run is named by <see cref="Warn"/> and sorted again from the input, and the merge
/// continues. This takes the buffer's memory once more. The input is a function for this reason: it must return the same records each time.</para>
/// <para>Use a scratch folder of the task (<see cref="ShardOutput.CreateScratchFolder"/>): its files are removed even if the process is killed.</para>
/// </remarks>
public sealed class ExternalSort
{
    private readonly string folder;
    private readonly RecordOrder order;
    private int files;

    /// <summary>Creates a sort.</summary>
    /// <param name="scratchFolder">The folder for run files; created if needed. Files of earlier sorts in it are not touched.</param>
    /// <param name="order">The order.</param>
    public ExternalSort(string scratchFolder, RecordOrder order)
    {
        ArgumentException.ThrowIfNullOrEmpty(scratchFolder);
        ArgumentNullException.ThrowIfNull(order);
        ChecksummedWriter.RequireLittleEndian();
        folder = scratchFolder;
        this.order = order;
    }

    /// <summary>The length of every record in bytes; 0 for records of any length, which take 4 bytes more. Default: 0.</summary>
    public int RecordSize { get; init => field = value >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A size is not negative."); }

    /// <summary>The memory for records and buffers in bytes; 1 MiB or more. A record takes 16 bytes beside its own. Default: 256 MiB.</summary>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A sort takes at least 1 MiB.");
    } = 256 << 20;

    /// <summary>The number of runs merged at a time, 2 to 1,024. More runs take further passes over the data. Default: 64.</summary>
    public int MaxFanIn
    {
        get;
        init => field = value is >= 2 and <= 1_024 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A merge takes 2 to 1,024 runs.");
    } = 64;

    /// <summary>The number of threads that sort a buffer. Default: 1, since a run's workers already use the processors.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread is needed.");
    } = 1;

    /// <summary>Receives a message for each damaged run file: its name, the offset, and what is done. Default: null.</summary>
    public Action<string>? Warn { get; init; }

    /// <summary>Called with each run file that is complete: tests damage it here.</summary>
    internal Action<string>? RunWritten { get; init; }

    /// <summary>An eighth of the memory is for merging; blocks are as large as that allows.</summary>
    private int BlockBytes => (int)Math.Clamp(MemoryBytes / 8 / (MaxFanIn + 1), 1 << 14, 1 << 20);

    /// <summary>With little memory, fewer runs are merged at a time than allowed.</summary>
    private int FanIn => (int)Math.Clamp((MemoryBytes / 8 / BlockBytes) - 1, 2, MaxFanIn);

    private long BufferBytes => MemoryBytes - (MemoryBytes / 8);

    /// <summary>Sorts records.</summary>
    /// <param name="input">Opens the input. Called again for a run that has to be rebuilt; it must return the same records in the same order.</param>
    /// <param name="cancellationToken">Stops the sort; its files are removed.</param>
    /// <returns>The records in order. Dispose the reader: that removes the run files.</returns>
    /// <exception cref="InvalidDataException">A run file is damaged again after it was rebuilt, or the input is not the same when it is read again.</exception>
    public RecordReader Sort(Func<RecordReader> input, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(input);
        var runs = new List<SortRun>();
        var buffer = new SortBuffer(BufferBytes, RecordSize, order);
        try
        {
            using (RecordReader reader = input())
            {
                bool more = reader.Read();
                if (more) Add(buffer, reader.Record);
                for (long first = 0; more;)
                {
                    more = reader.Read();
                    if (more && buffer.TryAdd(Checked(reader.Record))) continue;
                    cancellationToken.ThrowIfCancellationRequested();
                    buffer.Sort(Threads);
                    if (!more && runs.Count == 0)
                    {
                        var sorted = new BufferReader(buffer);
                        buffer = null;
                        return sorted;
                    }
                    var run = new SortRun(NextFile(), first, buffer.Count, []);
                    runs.Add(run);
                    WriteRun(buffer, run.Path);
                    RunWritten?.Invoke(run.Path);
                    first += buffer.Count;
                    buffer.Clear();
                    if (more) Add(buffer, reader.Record);
                }
            }
            if (runs.Count == 0)
            {
                var empty = new BufferReader(buffer);
                buffer = null;
                return empty;
            }
            buffer.Dispose();
            buffer = null;
            return new MergeReader(this, MergeDown(runs, input, cancellationToken), input, cancellationToken);
        }
        catch
        {
            Delete(runs);
            throw;
        }
        finally
        {
            buffer?.Dispose();
        }
    }

    private string NextFile()
    {
        Directory.CreateDirectory(folder);
        while (true)
        {
            // Sorts may share a folder: the first free number.
            string path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"run-{Interlocked.Increment(ref files):D6}"));
            try
            {
                using FileStream created = new(path, FileMode.CreateNew);
                return path;
            }
            catch (IOException) when (File.Exists(path))
            {
            }
        }
    }

    private ReadOnlySpan<byte> Checked(ReadOnlySpan<byte> record) =>
        RecordSize == 0 || record.Length == RecordSize ? record
            : throw new InvalidDataException($"Records of {RecordSize} bytes are sorted; one has {record.Length}.");

    private void Add(SortBuffer buffer, ReadOnlySpan<byte> record)
    {
        if (!buffer.TryAdd(Checked(record))) throw new InvalidDataException(
            $"A record of {record.Length} bytes does not fit in a sort buffer of {BufferBytes} bytes: set {nameof(MemoryBytes)} higher.");
    }

    private void WriteRun(SortBuffer buffer, string path)
    {
        using var writer = new SortRunWriter(path, RecordSize, BlockBytes);
        for (int i = 0; i < buffer.Count; i++) writer.Write(buffer[i]);
        writer.Complete();
    }

    /// <summary>Merges neighbouring runs until the last merge can take all of them.</summary>
    private List<SortRun> MergeDown(List<SortRun> runs, Func<RecordReader> input, CancellationToken cancellationToken)
    {
        while (runs.Count > FanIn)
        {
            // The first group is only as large as needed for the last pass to be full.
            int group = Math.Min(FanIn, runs.Count - FanIn + 1);
            int start = 0;
            long smallest = long.MaxValue;
            for (int i = 0; i + group <= runs.Count; i++)
            {
                long records = 0;
                for (int j = i; j < i + group; j++) records += runs[j].Count;
                if (records < smallest) (smallest, start) = (records, i);
            }
            List<SortRun> parts = runs.GetRange(start, group);
            var merged = new SortRun(NextFile(), parts[0].First, smallest, parts);
            runs.Insert(start, merged); // so that it is deleted if the merge fails
            Merge(parts, merged.Path, input, cancellationToken);
            runs.RemoveRange(start + 1, group);
            Delete(parts);
            RunWritten?.Invoke(merged.Path);
        }
        return runs;
    }

    private void Merge(List<SortRun> parts, string path, Func<RecordReader> input, CancellationToken cancellationToken)
    {
        using SortMerge merge = Open(parts, input, cancellationToken);
        using var writer = new SortRunWriter(path, RecordSize, BlockBytes);
        for (int i = 0; merge.Read(); i++)
        {
            if ((i & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            writer.Write(merge.Record);
        }
        writer.Complete();
    }

    private SortMerge Open(IEnumerable<SortRun> runs, Func<RecordReader> input, CancellationToken cancellationToken) => new(
        runs.Select(run => new SortRunReader(run, RecordSize, BlockBytes, order, (damaged, offset, what) =>
        {
            Warn?.Invoke($"Run file '{damaged.Path}' is damaged at byte {offset}: {what}. Its {damaged.Count} records are sorted again from the input.");
            Rebuild(damaged, input, cancellationToken);
        })), order);

    private void Rebuild(SortRun run, Func<RecordReader> input, CancellationToken cancellationToken)
    {
        if (run.Parts.Count > 0)
        {
            List<SortRun> parts = [.. run.Parts.Select(part => part with { Path = NextFile() })];
            try
            {
                foreach (SortRun part in parts) Rebuild(part, input, cancellationToken);
                Merge(parts, run.Path, input, cancellationToken);
            }
            finally
            {
                Delete(parts);
            }
            return;
        }
        using var buffer = new SortBuffer(BufferBytes, RecordSize, order);
        using RecordReader reader = input();
        for (long i = 0; i < run.First + run.Count; i++)
        {
            if ((i & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            if (!reader.Read())
                throw new InvalidDataException($"The sort's input ended after {i} records when it was read again to rebuild '{run.Path}'; before it had more.");
            if (i >= run.First) Add(buffer, reader.Record);
        }
        buffer.Sort(Threads);
        WriteRun(buffer, run.Path);
    }

    private static void Delete(List<SortRun> runs)
    {
        foreach (SortRun run in runs) File.Delete(run.Path);
    }

    private sealed class BufferReader(SortBuffer buffer) : RecordReader
    {
        private int place = -1;
        private bool isDisposed;

        public override ReadOnlySpan<byte> Record
        {
            get
            {
                ObjectDisposedException.ThrowIf(isDisposed, this);
                return buffer[place];
            }
        }

        public override bool Read()
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if (place < buffer.Count) place++;
            return place < buffer.Count;
        }

        protected override void Dispose(bool disposing)
        {
            isDisposed = true;
            if (disposing) buffer.Dispose();
            base.Dispose(disposing);
        }
    }

    private sealed class MergeReader(ExternalSort sort, List<SortRun> runs, Func<RecordReader> input, CancellationToken cancellationToken) : RecordReader
    {
        private readonly SortMerge merge = sort.Open(runs, input, cancellationToken);
        private int records;
        private bool isDisposed;

        public override ReadOnlySpan<byte> Record
        {
            get
            {
                ObjectDisposedException.ThrowIf(isDisposed, this);
                return merge.Record;
            }
        }

        public override bool Read()
        {
            ObjectDisposedException.ThrowIf(isDisposed, this);
            if ((++records & 0xFFFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            return merge.Read();
        }

        protected override void Dispose(bool disposing)
        {
            isDisposed = true;
            if (disposing)
            {
                merge.Dispose();
                Delete(runs);
            }
            base.Dispose(disposing);
        }
    }
}
