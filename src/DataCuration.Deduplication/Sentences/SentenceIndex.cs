using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>The distinct windows of a corpus as sorted 128-bit hashes, made by <see cref="SentenceIndexFit"/>.</summary>
public sealed class SentenceIndex : IArtifact
{
    internal const string HashName = "windows.hashes";
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
    /// <exception cref="InvalidDataException">The header is damaged, or the hashes have another length.</exception>
    public static SentenceIndex Load(string folder, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        folder = files.GetFullPath(folder);
        string path = Path.Combine(folder, HeaderName);
        byte[] bytes = files.ReadAllBytes(path);
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            var index = new SentenceIndex(files, folder, Convert.ToHexStringLower(XxHash128.Hash(bytes)), document.RootElement);
            string hashes = Path.Combine(folder, HashName);
            if (files.GetLength(hashes) is var length && length != index.Count * HashBytes)
                throw new InvalidDataException($"'{hashes}' has {length} bytes; {index.Count} hashes of {HashBytes} bytes are expected.");
            return index;
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not the header of an index of sentences: {e.Message}", e);
        }
    }

    internal static void WritePart(Partitions windows, ShardOutput output, SentenceDeduplication fit, CancellationToken cancellationToken)
    {
        int size = SentenceWindow.SizeOf(fit.WindowSentences) + sizeof(int);
        var sort = new ExternalSort(output.CreateScratchFolder(), new SentenceOrder(false))
        {
            RecordSize = size, MemoryBytes = fit.MemoryBytes, Warn = message => output.Warn(message),
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
        long length = 0;
        var buffer = new byte[1 << 16];
        using (Stream file = output.CreateFile(HashName))
        {
            for (int part = 0; part < parts.TaskCount; part++)
            {
                using Stream source = parts.Files.OpenRead(parts.Find(part, PartSuffix)!, FileReadPattern.Sequential);
                for (int read; (read = source.Read(buffer)) > 0; length += read)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    content.Append(buffer.AsSpan(0, read));
                    file.Write(buffer.AsSpan(0, read));
                }
            }
        }
        using var json = new Utf8JsonWriter(output.CreateFile(HeaderName));
        json.WriteStartObject();
        json.WriteString("windows", fit.WindowKey);
        json.WriteNumber("count", length / HashBytes);
        json.WriteString("content", Convert.ToHexStringLower(content.GetCurrentHash()));
        json.WriteEndObject();
    }

    /// <summary>Reads the hashes of a partition of any number.</summary>
    internal HashReader Read(int partition, int partitions) => new(files.OpenRead(Path.Combine(Folder, HashName), FileReadPattern.Sequential), Count,
        LowestOf(partition, partitions));

    /// <summary>Returns the lowest high half of the hashes of a partition.</summary>
    private static ulong LowestOf(int partition, int partitions) =>
        (ulong)((((UInt128)(uint)partition << 64) + (uint)partitions - 1) / (uint)partitions);

    /// <summary>Looks up hashes that come in ascending order.</summary>
    internal sealed class HashReader : IDisposable
    {
        private readonly Stream stream;
        private readonly byte[] buffer = new byte[1 << 16];
        private int used, filled;
        private UInt128 current;
        private bool hasCurrent;

        public HashReader(Stream stream, long count, ulong lowest)
        {
            this.stream = stream;
            long low = 0, high = count;
            Span<byte> bytes = stackalloc byte[HashBytes];
            while (low < high)
            {
                long middle = low + ((high - low) / 2);
                stream.Position = middle * HashBytes;
                stream.ReadExactly(bytes);
                if (BinaryPrimitives.ReadUInt64BigEndian(bytes) < lowest) low = middle + 1;
                else high = middle;
            }
            stream.Position = low * HashBytes;
            Next();
        }

        public bool Contains(UInt128 hash)
        {
            while (hasCurrent && current < hash) Next();
            return hasCurrent && current == hash;
        }

        public void Dispose() => stream.Dispose();

        private void Next()
        {
            if (used == filled)
            {
                used = 0;
                filled = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false) / HashBytes * HashBytes;
            }
            hasCurrent = filled > 0;
            if (!hasCurrent) return;
            current = BinaryPrimitives.ReadUInt128BigEndian(MemoryMarshal.CreateReadOnlySpan(ref buffer[used], HashBytes));
            used += HashBytes;
        }
    }
}
