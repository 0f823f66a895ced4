using System.Collections.Immutable;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// Which records of a source stay: the result of a selection or of deduplication. One bit per source record, tied to the fingerprint of the source (its
/// options, its files' names, lengths and edges, its sharding), and read shard by shard when a shard needs it. Apply it with <see cref="Corpus.Keep"/>.
/// </summary>
public sealed class KeepList : IArtifact
{
    internal const string HeaderName = "keep-list.json";
    internal const string BitsName = "keep-list.bits";
    internal const int FormatVersion = 1;
    private readonly string bitsPath;
    private readonly ImmutableDictionary<string, ImmutableArray<Entry>> sources;

    private KeepList(string folder, string fingerprint, ImmutableDictionary<string, ImmutableArray<Entry>> sources)
    {
        Folder = folder;
        bitsPath = Path.Combine(folder, BitsName);
        Fingerprint = fingerprint;
        this.sources = sources;
        KeptCount = sources.Values.Sum(shards => shards.Sum(shard => shard.Kept));
        RecordCount = sources.Values.Sum(shards => shards.Sum(shard => shard.Records));
    }

    /// <summary>The folder that it was read from; side files of the fit that made it, such as a selection's summary, lie there too.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>How many records stay.</summary>
    public long KeptCount { get; }

    /// <summary>How many records the list speaks of.</summary>
    public long RecordCount { get; }

    /// <summary>Reads a keep list.</summary>
    /// <param name="folder">Its folder.</param>
    /// <exception cref="FileNotFoundException">There is none in the folder.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message says where.</exception>
    public static KeepList Load(string folder)
    {
        string path = Path.Combine(folder, HeaderName);
        byte[] bytes = File.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() is var format && format != FormatVersion)
                throw new InvalidDataException($"'{path}': format is {format}, this version reads {FormatVersion}.");
            long length = new FileInfo(Path.Combine(folder, BitsName)).Length;
            var sources = ImmutableDictionary.CreateBuilder<string, ImmutableArray<Entry>>(StringComparer.Ordinal);
            foreach (JsonElement source in root.GetProperty("sources").EnumerateArray())
            {
                ImmutableArray<Entry> shards = [.. source.GetProperty("shards").EnumerateArray().Select(shard => new Entry(shard[0].GetInt64(), shard[1].GetInt64(), shard[2].GetInt64(), Convert.ToUInt64(shard[3].GetString(), 16)))];
                foreach (Entry shard in shards)
                    if (shard.Records < 0 || shard.Records > length * 8 || shard.Offset < 0 || shard.Offset > length || shard.Offset + Words(shard.Records) * sizeof(ulong) > length)
                        throw new InvalidDataException($"'{path}': a shard of {shard.Records} records at offset {shard.Offset} does not fit in {BitsName}, which has {length} bytes.");
                string key = source.GetProperty("key").GetString() ?? throw new InvalidDataException($"'{path}': a source has no key.");
                if (sources.ContainsKey(key)) throw new InvalidDataException($"'{path}': source {key} is there twice.");
                sources.Add(key, shards);
            }
            return new(folder, Convert.ToHexStringLower(XxHash128.Hash(bytes)), sources.ToImmutable());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"'{path}' is not a keep list: {e.Message}", e);
        }
    }

    internal static long Words(long records) => (records + 63) / 64;

    /// <summary>The number of records kept of each shard of a source, in order.</summary>
    internal ImmutableArray<Entry> ShardsOf(string sourceKey) => sources[sourceKey];

    internal void CheckSource(string sourceKey, IShardedSource source)
    {
        if (sources.ContainsKey(sourceKey)) return;
        throw new CurationException(
            $"The keep list in '{Folder}' was made for other records: the {source.GetType().Name} that it is applied to now has other files, options or sharding. Fit it again on this corpus.");
    }

    /// <summary>Opens a shard's bits for look-ups by record.</summary>
    internal Func<long, bool> Open(string sourceKey, int shard)
    {
        (ulong[] words, long records) = Read(sourceKey, shard);
        return record => (ulong)record < (ulong)records && (words[record >> 6] >> (int)(record & 63) & 1) != 0;
    }

    /// <summary>Reads a shard's bits.</summary>
    internal (ulong[] Words, long Records) Read(string sourceKey, int shard)
    {
        Entry entry = sources[sourceKey][shard];
        var words = new ulong[Words(entry.Records)];
        using var file = File.OpenHandle(bitsPath);
        Span<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan());
        for (int read = 0; read < bytes.Length;)
        {
            int got = RandomAccess.Read(file, bytes[read..], entry.Offset + read);
            if (got == 0) throw new InvalidDataException($"'{bitsPath}' ends at {entry.Offset + read}, inside the bits of shard {shard}.");
            read += got;
        }
        if (XxHash64.HashToUInt64(bytes) != entry.Hash) throw new InvalidDataException($"'{bitsPath}' is damaged: the bits of shard {shard} at offset {entry.Offset} do not match their hash.");
        if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        return (words, entry.Records);
    }

    /// <summary>One shard's place in the bits file.</summary>
    internal readonly record struct Entry(long Records, long Kept, long Offset, ulong Hash);
}
