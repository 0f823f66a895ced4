using System.Collections.Immutable;
using System.IO.Hashing;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// The records of a source that stay: the result of a selection or of deduplication. It holds one bit for each source record, and is read shard by shard when a
/// shard needs it. It belongs to its source by a fingerprint of the source's options, shards, and files' names, lengths and edges. Apply it with
/// <see cref="Corpus.Keep"/>.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// KeepList list = KeepList.Load("out/list");
/// Console.WriteLine($"{list.KeptCount} of {list.RecordCount} records");
/// foreach (KeepListRecord record in list.ReadRecords().Take(10)) Console.WriteLine($"shard {record.Shard}, record {record.Record}");
/// </code>
/// </example>
public sealed class KeepList : IArtifact
{
    internal const string HeaderName = "keep-list.json";
    internal const string BitsName = "keep-list.bits";
    internal const int FormatVersion = 1;
    private readonly string bitsPath;
    private readonly ImmutableDictionary<string, ImmutableArray<Entry>> byKey;
    private readonly ImmutableArray<Entry> all;

    private KeepList(
        IFileStore files, string folder, string fingerprint, ImmutableArray<(string Key, ImmutableArray<Entry> Shards)> sources,
        IReadOnlyList<KeepListProvenance> provenance)
    {
        Files = files;
        Folder = folder;
        bitsPath = Path.Combine(folder, BitsName);
        Fingerprint = fingerprint;
        byKey = sources.ToImmutableDictionary(source => source.Key, source => source.Shards, StringComparer.Ordinal);
        all = [.. sources.SelectMany(source => source.Shards)];
        Provenance = provenance;
        KeptCount = all.Sum(shard => shard.Kept);
        RecordCount = all.Sum(shard => shard.Records);
    }

    /// <summary>The store that the list is in.</summary>
    public IFileStore Files { get; }

    /// <summary>The folder of the list. Side files of its fit, such as a selection's summary, lie there too.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The number of records that stay.</summary>
    public long KeptCount { get; }

    /// <summary>The number of records that the list decides about.</summary>
    public long RecordCount { get; }

    /// <summary>The number of shards, over all sources in the order of the corpus that the list was fitted on.</summary>
    public int ShardCount => all.Length;

    /// <summary>The tables of values by record beside the list; see <see cref="OpenProvenance"/>.</summary>
    public IReadOnlyList<KeepListProvenance> Provenance { get; }

    /// <summary>Returns the number of records in a shard.</summary>
    /// <param name="shard">The shard's number.</param>
    public long GetRecordCount(int shard) => all[shard].Records;

    /// <summary>Returns the number of records of a shard that stay.</summary>
    /// <param name="shard">The shard's number.</param>
    public long GetKeptCount(int shard) => all[shard].Kept;

    /// <summary>Lists the records that stay, shard by shard in ascending order. Memory: the bits of one shard.</summary>
    /// <exception cref="InvalidDataException">The list is damaged; the message names file and offset.</exception>
    public IEnumerable<KeepListRecord> ReadRecords()
    {
        for (int shard = 0; shard < all.Length; shard++)
            foreach (long record in ReadRecords(shard)) yield return new(shard, record);
    }

    /// <summary>Lists the records of one shard that stay, in ascending order. Memory: the shard's bits.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <exception cref="InvalidDataException">The list is damaged; the message names file and offset.</exception>
    public IEnumerable<long> ReadRecords(int shard)
    {
        ulong[] words = ReadWords(all[shard], shard);
        for (int i = 0; i < words.Length; i++)
            for (ulong word = words[i]; word != 0; word &= word - 1) yield return ((long)i << 6) + BitOperations.TrailingZeroCount(word);
    }

    /// <summary>Opens a table of values by record: clusters, matched documents, weights. Records that were dropped may have values too.</summary>
    /// <param name="name">The table's name.</param>
    /// <typeparam name="T">The type of a value.</typeparam>
    /// <returns>The table, by the shards of the list. The caller disposes it.</returns>
    /// <exception cref="KeyNotFoundException">The list has no such table.</exception>
    public RecordTable<T> OpenProvenance<T>(string name) where T : unmanaged
    {
        ArgumentNullException.ThrowIfNull(name);
        KeepListProvenance table = Provenance.FirstOrDefault(table => table.Name == name)
            ?? throw new KeyNotFoundException($"The keep list in '{Folder}' has no table '{name}'; it has "
                + $"{(Provenance.Count == 0 ? "none" : string.Join(", ", Provenance.Select(other => other.Name)))}.");
        if (table.ElementBytes != Unsafe.SizeOf<T>())
            throw new ArgumentException($"The values of table '{name}' have {table.ElementBytes} bytes, and {typeof(T).Name} has {Unsafe.SizeOf<T>()}.");
        return new RecordTable<T>(Files, name, ShardCount, shard => Path.Combine(Folder, ProvenanceFile(shard, name)) is var path
            && Files.FileExists(path) ? path : null);
    }

    /// <summary>Reads a keep list.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="FileNotFoundException">The folder holds no keep list.</exception>
    /// <exception cref="InvalidDataException">The file is damaged; the message names the place.</exception>
    public static KeepList Load(string folder, IFileStore? files = null)
    {
        files ??= LocalFileStore.Instance;
        string path = Path.Combine(folder, HeaderName);
        byte[] bytes = files.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() is var format && format != FormatVersion)
                throw new InvalidDataException($"'{path}': format is {format}, this version reads {FormatVersion}.");
            string bits = Path.Combine(folder, BitsName);
            long length = files.GetLength(bits) ?? throw new FileNotFoundException($"Could not find file '{bits}'.", bits);
            var sources = new Dictionary<string, ImmutableArray<Entry>>(StringComparer.Ordinal);
            foreach (JsonElement source in root.GetProperty("sources").EnumerateArray())
            {
                ImmutableArray<Entry> shards = [.. source.GetProperty("shards").EnumerateArray()
                    .Select(shard => new Entry(shard[0].GetInt64(), shard[1].GetInt64(), shard[2].GetInt64(), Convert.ToUInt64(shard[3].GetString(), 16)))];
                foreach (Entry shard in shards)
                    if (shard.Records < 0 || shard.Records > length * 8 || shard.Offset < 0 || shard.Offset > length
                        || shard.Offset + Words(shard.Records) * sizeof(ulong) > length)
                        throw new InvalidDataException(
                            $"'{path}': a shard of {shard.Records} records at offset {shard.Offset} does not fit in {BitsName}, which has {length} bytes.");
                string key = source.GetProperty("key").GetString() ?? throw new InvalidDataException($"'{path}': a source has no key.");
                if (sources.ContainsKey(key)) throw new InvalidDataException($"'{path}': source {key} is there twice.");
                sources.Add(key, shards);
            }
            List<KeepListProvenance> provenance = [];
            if (root.TryGetProperty("provenance", out JsonElement tables))
            {
                foreach (JsonElement table in tables.EnumerateArray())
                {
                    string name = table.GetProperty("name").GetString() ?? throw new InvalidDataException($"'{path}': a table has no name.");
                    if (!IsProvenanceName(name)) throw new InvalidDataException($"'{path}': '{name}' is not the name of a table.");
                    provenance.Add(new(name, table.GetProperty("element_bytes").GetInt32(), table.GetProperty("width").GetInt32()));
                }
            }
            var list = new KeepList(files, folder, Convert.ToHexStringLower(XxHash128.Hash(bytes)), [.. sources.Select(source => (source.Key, source.Value))],
                provenance);
            ArtifactOriginFiles.SetFromFolder(list, folder, files);
            return list;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"'{path}' is not a keep list: {e.Message}", e);
        }
    }

    /// <summary>Reads the keep list that a finishing phase of a fit wrote, after a check of its files.</summary>
    /// <param name="files">The phase's files.</param>
    public static KeepList Load(PhaseFiles files)
    {
        ArgumentNullException.ThrowIfNull(files);
        // Tables beside the list can be large, and have checksums of their own.
        foreach (string name in files.FileNames.Where(name => !name.Contains(ProvenanceFolder, StringComparison.Ordinal)).ToList()) _ = files.FindFile(name);
        return Load(files.FolderPath, files.Files);
    }

    internal static long Words(long records) => (records + 63) / 64;

    private const string ProvenanceFolder = "provenance/";

    internal static string ProvenanceFile(int shard, string name) => $"{ProvenanceFolder}{RecordTableFormat.FileName(shard, name)}";

    /// <summary>Requires that a table's name is fit for a file's name.</summary>
    internal static void CheckProvenanceName(string name)
    {
        if (!IsProvenanceName(name)) throw new ArgumentException($"'{name}' is not a table's name: use letters, digits, '-' and '_'.", nameof(name));
    }

    private static bool IsProvenanceName(string name) => name is { Length: > 0 and <= 100 } && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    internal void CheckSource(string sourceKey, IShardedSource source)
    {
        if (byKey.ContainsKey(sourceKey)) return;
        throw new CurationException(
            $"The keep list in '{Folder}' was made for other records: the {source.GetType().Name} that it is applied to now has other files, options or "
                + $"sharding. Fit it again on this corpus.");
    }

    /// <summary>Opens a shard's bits for look-ups by record.</summary>
    internal Func<long, bool> Open(string sourceKey, int shard)
    {
        Entry entry = byKey[sourceKey][shard];
        ulong[] words = ReadWords(entry, shard);
        return record => (ulong)record < (ulong)entry.Records && (words[record >> 6] >> (int)(record & 63) & 1) != 0;
    }

    private ulong[] ReadWords(Entry entry, int shard)
    {
        var words = new ulong[Words(entry.Records)];
        using Stream file = Files.OpenRead(bitsPath, FileReadPattern.Random);
        file.Position = entry.Offset;
        Span<byte> bytes = MemoryMarshal.AsBytes(words.AsSpan());
        for (int read = 0; read < bytes.Length;)
        {
            int got = file.Read(bytes[read..]);
            if (got == 0) throw new InvalidDataException($"'{bitsPath}' ends at {entry.Offset + read}, inside the bits of shard {shard}.");
            read += got;
        }
        if (XxHash64.HashToUInt64(bytes) != entry.Hash)
            throw new InvalidDataException($"'{bitsPath}' is damaged: the bits of shard {shard} at offset {entry.Offset} do not match their hash.");
        if (!BitConverter.IsLittleEndian) System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(words, words);
        return words;
    }

    /// <summary>One shard's place in the bits file.</summary>
    internal readonly record struct Entry(long Records, long Kept, long Offset, ulong Hash);
}
