using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Reads the sets that <see cref="ShingleSetSink"/> wrote, in any order. A file is checked against its hash before it is opened.</summary>
/// <param name="files">The phase's files.</param>
internal sealed class ShingleSets(PhaseFiles files) : IDisposable
{
    private const int MaxOpen = 64;
    private readonly RecordTable<IdPair> places = new(files, ShingleSetSink.PlacesName);
    private readonly Dictionary<int, Stream> open = [];

    /// <summary>Reads the set of a record.</summary>
    public ulong[] Read(long id)
    {
        int shard = RecordIds.ShardOf(id);
        if (!places.TryGet(shard, RecordIds.RecordOf(id), out IdPair place))
            throw new InvalidDataException($"Record {RecordIds.Parse(id)} has no set of shingles: the corpus gave other documents in the second pass.");
        var set = new ulong[place.Second];
        Stream stream = Open(shard);
        stream.Position = place.First;
        stream.ReadExactly(MemoryMarshal.AsBytes(set.AsSpan()));
        return set;
    }

    public void Dispose()
    {
        places.Dispose();
        Close();
    }

    private Stream Open(int shard)
    {
        if (open.TryGetValue(shard, out Stream? stream)) return stream;
        if (open.Count == MaxOpen) Close();
        stream = files.Files.OpenRead(files.Find(shard, ShingleSetSink.SetsSuffix)!, FileReadPattern.Random);
        open.Add(shard, stream);
        return stream;
    }

    private void Close()
    {
        foreach (Stream stream in open.Values) stream.Dispose();
        open.Clear();
    }
}
