using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>The distinct windows of a corpus as sorted 128-bit hashes, made by <see cref="SentenceIndexFit"/>.</summary>
public sealed class SentenceIndex : IArtifact
{
    private const string HashName = "windows";
    private const int FormatVersion = 2;
    private const string HeaderName = "sentence-index.json";
    private const string PartSuffix = ".hashes";
    private const int HashBytes = 16;
    private readonly IFileStore files;

    private SentenceIndex(IFileStore files, string folder, string fingerprint, JsonElement header)
    {
        this.files = files;
        Folder = folder;
        Fingerprint = fingerprint;
        WindowKey = header.GetProperty("windows").GetString() ?? "";
        Count = header.GetProperty("count").GetInt64();
    }

    /// <summary>The folder of the index.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The number of windows.</summary>
    public long Count { get; }

    internal string WindowKey { get; }

    /// <summary>Opens an index.</summary>
    /// <param name="folder">The folder, as <see cref="Folder"/> names it.</param>
    /// <param name="files">The store. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The header is damaged, or the hashes have another number.</exception>
    public static SentenceIndex Load(string folder, IFileStore? files = null)
    {
        SentenceIndex index = HeaderFile.Load(folder, HeaderName, files, FormatVersion, "the header of an index of sentences",
            (store, path, fingerprint, header) => new SentenceIndex(store, path, fingerprint, header));
        using RecordTablePart<UInt128> hashes = index.Open();
        return hashes.RowCount == index.Count ? index
            : throw new InvalidDataException($"'{hashes.Path}' has {hashes.RowCount} hashes; {index.Count} are expected.");
    }

    internal static void WritePart(Partitions windows, ShardOutput output, SentenceDeduplication fit, CancellationToken cancellationToken)
    {
        int size = SentenceWindow.SizeOf(fit.WindowSentences) + sizeof(int);
        var sort = new ExternalSort(output.CreateScratchFolder(), new SentenceOrder(false))
        {
            RecordSize = size,
            MemoryBytes = fit.MemoryBytes,
            Warn = message => output.Warn(message),
        };
        using RecordReader sorted = sort.Sort(() => new ShardedReader(windows.Read(output.Index), size), cancellationToken);
        using Stream file = output.CreateFile(output.Name + PartSuffix);
        Span<byte> bytes = stackalloc byte[HashBytes];
        UInt128 last = default;
        for (long count = 0; sorted.Read(); count++)
        {
            UInt128 hash = SentenceWindow.Read(sorted.Record).Hash;
            if (count > 0 && hash == last) continue;
            last = hash;
            BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
            file.Write(bytes);
        }
    }

    internal static void Write(ShardOutput output, PhaseFiles parts, SentenceDeduplication fit, CancellationToken cancellationToken)
    {
        // Partitions are ranges of hashes in order, so their files follow each other.
        var content = new XxHash128();
        var table = new RecordTableWriter<UInt128>(output, HashName);
        var buffer = new byte[HashBytes * 4_096];
        for (int part = 0; part < parts.TaskCount; part++)
        {
            using Stream source = parts.Files.OpenRead(parts.Find(part, PartSuffix)!, FileReadPattern.Sequential);
            for (int read; (read = source.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Append(buffer.AsSpan(0, read));
                for (int at = 0; at < read; at += HashBytes)
                    table.Append(table.RowCount, BinaryPrimitives.ReadUInt128BigEndian(buffer.AsSpan(at, HashBytes)));
            }
        }
        table.Complete();
        using var json = new Utf8JsonWriter(output.CreateFile(HeaderName));
        json.WriteStartObject();
        json.WriteNumber("version", FormatVersion);
        json.WriteString("windows", fit.WindowKey);
        json.WriteNumber("count", table.RowCount);
        json.WriteString("content", Convert.ToHexStringLower(content.GetCurrentHash()));
        json.WriteEndObject();
    }

    /// <summary>Reads the hashes of a partition of any number.</summary>
    internal HashReader Read(int partition, int partitions) => new(Open(), LowestOf(partition, partitions));

    private RecordTablePart<UInt128> Open() => new(Path.Combine(Folder, $"part-00000.{HashName}.records"), files);

    /// <summary>Returns the lowest high half of the hashes of a partition.</summary>
    private static ulong LowestOf(int partition, int partitions) =>
        (ulong)((((UInt128)(uint)partition << 64) + (uint)partitions - 1) / (uint)partitions);

    /// <summary>Looks up hashes that come in ascending order.</summary>
    internal sealed class HashReader : IDisposable
    {
        private readonly RecordTablePart<UInt128> hashes;
        private long row;

        public HashReader(RecordTablePart<UInt128> hashes, ulong lowest)
        {
            this.hashes = hashes;
            long high = hashes.RowCount;
            while (row < high)
            {
                long middle = row + ((high - row) / 2);
                if ((ulong)(hashes.GetRow(middle)[0] >> 64) < lowest) row = middle + 1;
                else high = middle;
            }
        }

        public bool Contains(UInt128 hash)
        {
            while (row < hashes.RowCount && hashes.GetRow(row)[0] < hash) row++;
            return row < hashes.RowCount && hashes.GetRow(row)[0] == hash;
        }

        public void Dispose() => hashes.Dispose();
    }
}
