namespace DataCuration.Synthesis;

/// <summary>Reads what <see cref="MixLineWriter"/> wrote, over all shards. A record is an entry, and then the document's line with its line break.</summary>
/// <param name="files">The files of the phase.</param>
internal sealed class MixLineReader(PhaseFiles files) : RecordReader
{
    private readonly PartitionReader entries = MixEntry.Read(files);
    private readonly byte[] buffer = new byte[1 << 16];
    private byte[] record = new byte[1 << 12];
    private Stream? lines;
    private string? path;
    private int shard = -1;
    private int start;
    private int end;
    private int length;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Record => record.AsSpan(0, length);

    /// <inheritdoc/>
    public override bool Read()
    {
        if (!entries.Read()) return false;
        if (entries.Shard != shard) Open(entries.Shard);
        length = 0;
        Append(entries.Record);
        while (true)
        {
            ReadOnlySpan<byte> rest = buffer.AsSpan(start, end - start);
            int line = rest.IndexOf((byte)'\n') + 1, taken = line == 0 ? rest.Length : line;
            Append(rest[..taken]);
            start += taken;
            if (line > 0) return true;
            (start, end) = (0, lines!.Read(buffer));
            if (end == 0) throw new InvalidDataException($"'{path}' has fewer lines than its shard has documents.");
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            entries.Dispose();
            lines?.Dispose();
        }
        base.Dispose(disposing);
    }

    private void Open(int next)
    {
        lines?.Dispose();
        lines = null;
        shard = next;
        (start, end) = (0, 0);
        path = files.Find(shard, ".jsonl") ?? throw new InvalidDataException($"The lines of shard {shard} are missing in '{files.Folder}'.");
        lines = files.Files.OpenRead(path, FileReadPattern.Sequential);
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (record.Length < length + bytes.Length) Array.Resize(ref record, Math.Max(length + bytes.Length, 2 * record.Length));
        bytes.CopyTo(record.AsSpan(length));
        length += bytes.Length;
    }
}
