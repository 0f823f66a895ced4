using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Reads the sets that <see cref="ShingleSetSink"/> wrote, in any order. At most 64 shards are open at a time, and each set is checked.</summary>
/// <param name="files">The store.</param>
/// <param name="find">Returns the path of a shard's file with a suffix, or null.</param>
internal sealed class ShingleSets(IFileStore files, Func<int, string, string?> find) : IDisposable
{
    private const int MaxOpen = 64;
    private readonly Dictionary<int, Shard> open = [];

    /// <summary>Opens the sets of a phase.</summary>
    public ShingleSets(PhaseFiles phase)
        : this(phase.Files, phase.Find)
    {
    }

    /// <summary>Reads the set of a record.</summary>
    public ulong[] Read(int shard, long record)
    {
        Shard from = Open(shard);
        if (!from.Places.TryGet(record, out ShinglePlace place))
            throw new InvalidDataException($"Record {record} of shard {shard} has no set of shingles in '{from.Places.Path}': the corpus gave others.");
        var set = new ulong[place.Count];
        Span<byte> bytes = MemoryMarshal.AsBytes(set.AsSpan());
        from.Sets.Position = place.Offset;
        from.Sets.ReadExactly(bytes);
        return XxHash3.HashToUInt64(bytes) == place.Checksum ? set : throw new InvalidDataException(
            $"'{from.Path}' is damaged at byte {place.Offset}: the set of record {record} does not match its checksum.");
    }

    public void Dispose() => Close();

    private Shard Open(int number)
    {
        if (open.TryGetValue(number, out Shard? shard)) return shard;
        if (open.Count == MaxOpen) Close();
        if (find(number, ShingleSetSink.SetsSuffix) is not { } path || find(number, ShingleSetSink.PlacesSuffix) is not { } places)
            throw new InvalidDataException($"Shard {number} has no sets of shingles.");
        shard = new(path, files.OpenRead(path, FileReadPattern.Random), new(places, files));
        open.Add(number, shard);
        return shard;
    }

    private void Close()
    {
        foreach (Shard shard in open.Values)
        {
            shard.Sets.Dispose();
            shard.Places.Dispose();
        }
        open.Clear();
    }

    private sealed record Shard(string Path, Stream Sets, RecordTablePart<ShinglePlace> Places);
}
