using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace DataCuration;

/// <summary>
/// Reads a run block by block. If a block is damaged, the run is sorted again, once. Reading then continues at the same place, because a run's bytes are always
/// the same.
/// </summary>
internal sealed class SortRunReader : IDisposable
{
    private readonly SortRun run;
    private readonly int recordSize;
    private readonly Action<SortRun, long, string> rebuild;
    private readonly RecordOrder order;
    private SafeFileHandle handle;
    private byte[] block;
    private long position;
    private int used;
    private int length;
    private int start;
    private int end;
    private long left;
    private bool wasRebuilt;

    public SortRunReader(SortRun run, int recordSize, int blockBytes, RecordOrder order, Action<SortRun, long, string> rebuild)
    {
        this.run = run;
        this.recordSize = recordSize;
        this.order = order;
        this.rebuild = rebuild;
        block = new byte[blockBytes];
        left = run.Count;
        handle = Open();
    }

    public ulong Prefix { get; private set; }

    public ReadOnlySpan<byte> Record => block.AsSpan(start, end - start);

    public bool Read()
    {
        if (left == 0) return false;
        if (used == length) LoadBlock();
        if (left == 0) return false; // a file of unknown count has ended
        int size = recordSize;
        if (size == 0)
        {
            // The block matches its checksum, so its records are whole.
            size = MemoryMarshal.Read<int>(block.AsSpan(used));
            used += sizeof(int);
        }
        start = used;
        used += size;
        end = used;
        left--;
        Prefix = order.Prefix(Record);
        return true;
    }

    public void Dispose() => handle.Dispose();

    private SafeFileHandle Open() => File.OpenHandle(run.Path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);

    private void LoadBlock()
    {
        while (TryLoadBlock() is { } damage)
        {
            if (wasRebuilt) throw new InvalidDataException(
                $"Run file '{run.Path}' is damaged at byte {position} again after it was rebuilt: {damage}. The disk may be faulty.");
            handle.Dispose();
            rebuild(run, position, damage);
            wasRebuilt = true;
            handle = Open();
        }
    }

    /// <summary>Reads the block at <see cref="position"/>.</summary>
    /// <returns>Null, or what is wrong.</returns>
    private string? TryLoadBlock()
    {
        SortRunFormat.Header header = default;
        if (!Fill(MemoryMarshal.AsBytes(new Span<SortRunFormat.Header>(ref header)), position)) return "the file ends there";
        if (run.Count == long.MaxValue && header.Length == 0 && header.Records == 0 && header.Hash == SortRunFormat.Hash([], 0))
        {
            left = 0;
            return null;
        }
        if (header.Length <= 0 || header.Records <= 0 || header.Records > left
                || header.Length > RandomAccess.GetLength(handle) - position - SortRunFormat.HeaderBytes)
            return "a block's header is out of range";
        if (block.Length < header.Length) block = new byte[header.Length];
        Span<byte> bytes = block.AsSpan(0, header.Length);
        if (!Fill(bytes, position + SortRunFormat.HeaderBytes)) return "the file ends inside a block";
        if (SortRunFormat.Hash(bytes, header.Records) != header.Hash) return "a block does not match its checksum";
        position += SortRunFormat.HeaderBytes + header.Length;
        (used, length) = (0, header.Length);
        return null;
    }

    private bool Fill(Span<byte> bytes, long offset)
    {
        for (int read = 0; read < bytes.Length;)
        {
            int got = RandomAccess.Read(handle, bytes[read..], offset + read);
            if (got == 0) return false;
            read += got;
        }
        return true;
    }
}
