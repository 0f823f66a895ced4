using System.IO.Hashing;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// The n-grams or paragraphs of benchmark items, by their 64-bit hashes, and the items that each belongs to. <see cref="ContaminationIndexFit"/> makes it;
/// <see cref="ContaminationFilter"/> and <see cref="ContaminationReportFit"/> compare documents with it.
/// </summary>
/// <remarks>
/// Memory: 24 to 48 bytes for each distinct unit. Two texts with the same 64-bit hash count as equal: with 10 million units, a document of 1,000 n-grams has a
/// false match with a probability of 5e-10. Immutable and thread-safe.
/// </remarks>
public sealed class ContaminationIndex : IArtifact
{
    private const string Magic = "dccontam";
    private const int Version = 1;
    private readonly ulong[] hashes;
    private readonly int[] starts;
    private readonly int[] postings;
    private readonly ulong[] slots;
    private readonly int[] places;
    private readonly Lazy<string> fingerprint;

    internal ContaminationIndex(ContaminationSettings settings, ContaminationItem[] items, ulong[] hashes, int[] starts, int[] postings)
    {
        Settings = settings;
        Items = items;
        this.hashes = hashes;
        this.starts = starts;
        this.postings = postings;
        int size = 1 << 4;
        while (size < 2 * hashes.Length) size = checked(2 * size);
        slots = new ulong[size];
        places = new int[size];
        for (int i = 0; i < hashes.Length; i++)
        {
            int slot = (int)hashes[i] & (size - 1);
            while (places[slot] != 0) slot = (slot + 1) & (size - 1);
            slots[slot] = hashes[i];
            places[slot] = i + 1;
        }
        fingerprint = new(() =>
        {
            using var content = new MemoryStream();
            Write(content);
            return Convert.ToHexStringLower(XxHash128.Hash(content.GetBuffer().AsSpan(0, (int)content.Length)));
        });
    }

    /// <summary>The items, in the order of the benchmark corpus.</summary>
    public IReadOnlyList<ContaminationItem> Items { get; }

    /// <summary>The number of distinct n-grams or paragraphs.</summary>
    public int UnitCount => hashes.Length;

    /// <summary>The kind of unit.</summary>
    public ContaminationUnit Unit => Settings.Unit;

    /// <summary>The number of words of an n-gram, or the fewest words of a paragraph.</summary>
    public int Words => Settings.Words;

    /// <summary>The definition of a word.</summary>
    public WordSplitter WordSplitter => Settings.Splitter;

    /// <summary>A hash of the whole content.</summary>
    public string Fingerprint => fingerprint.Value;

    internal ContaminationSettings Settings { get; }

    internal ReadOnlySpan<ulong> Hashes => hashes;

    /// <summary>Reads an index that <see cref="Save"/> has written.</summary>
    /// <param name="path">The file.</param>
    /// <param name="splitter">The splitter that the index was made with; null for <see cref="WordSplitter.WhiteSpace"/>.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    /// <exception cref="ArgumentException">The index was made with another splitter.</exception>
    /// <exception cref="InvalidDataException">The file is no index, or is damaged.</exception>
    public static ContaminationIndex Load(string path, WordSplitter? splitter = null, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] content = (files ?? LocalFileStore.Instance).ReadAllBytes(path);
        if (content.Length < Magic.Length + sizeof(ulong) || !content.AsSpan().StartsWith(Encoding.ASCII.GetBytes(Magic)))
            throw new InvalidDataException($"'{path}' is no contamination index.");
        int length = content.Length - sizeof(ulong);
        if (XxHash3.HashToUInt64(content.AsSpan(0, length)) != BitConverter.ToUInt64(content, length))
            throw new InvalidDataException($"'{path}' is damaged: its checksum does not match. Make it again.");
        using var reader = new BinaryReader(new MemoryStream(content, Magic.Length, length - Magic.Length), Encoding.UTF8);
        int version = reader.ReadInt32();
        if (version != Version) throw new InvalidDataException($"'{path}' has version {version}; only version {Version} is supported.");
        var unit = (ContaminationUnit)reader.ReadInt32();
        int words = reader.ReadInt32();
        bool simplifies = reader.ReadBoolean();
        string name = reader.ReadString();
        splitter ??= WordSplitter.WhiteSpace;
        if (splitter.Name != name)
            throw new ArgumentException($"'{path}' was made with the word splitter '{name}', not '{splitter.Name}'. Pass that one.", nameof(splitter));
        string[] benchmarks = new string[reader.ReadInt32()];
        for (int i = 0; i < benchmarks.Length; i++) benchmarks[i] = reader.ReadString();
        var items = new ContaminationItem[reader.ReadInt32()];
        for (int i = 0; i < items.Length; i++) items[i] = new(benchmarks[reader.ReadInt32()], reader.ReadString(), reader.ReadInt32());
        ulong[] hashes = new ulong[reader.ReadInt32()];
        int[] starts = new int[hashes.Length + 1];
        for (int i = 0; i < hashes.Length; i++) hashes[i] = reader.ReadUInt64();
        for (int i = 0; i < starts.Length; i++) starts[i] = reader.ReadInt32();
        int[] postings = new int[starts[^1]];
        for (int i = 0; i < postings.Length; i++) postings[i] = reader.ReadInt32();
        return new(new(unit, words, simplifies, splitter), items, hashes, starts, postings);
    }

    /// <summary>Writes the index to a file, with a checksum. The file exists completely or not at all.</summary>
    /// <param name="path">The file in the local file system.</param>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Write);
    }

    internal void Write(Stream stream)
    {
        using var content = new MemoryStream();
        using (var writer = new BinaryWriter(content, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Encoding.ASCII.GetBytes(Magic));
            writer.Write(Version);
            writer.Write((int)Settings.Unit);
            writer.Write(Settings.Words);
            writer.Write(Settings.Simplifies);
            writer.Write(Settings.Splitter.Name);
            string[] benchmarks = [.. Items.Select(static item => item.Benchmark).Distinct(StringComparer.Ordinal)];
            writer.Write(benchmarks.Length);
            foreach (string benchmark in benchmarks) writer.Write(benchmark);
            writer.Write(Items.Count);
            foreach (ContaminationItem item in Items)
            {
                writer.Write(Array.IndexOf(benchmarks, item.Benchmark));
                writer.Write(item.Id);
                writer.Write(item.Units);
            }
            writer.Write(hashes.Length);
            foreach (ulong hash in hashes) writer.Write(hash);
            foreach (int start in starts) writer.Write(start);
            foreach (int posting in postings) writer.Write(posting);
        }
        ReadOnlySpan<byte> bytes = content.GetBuffer().AsSpan(0, (int)content.Length);
        stream.Write(bytes);
        stream.Write(BitConverter.GetBytes(XxHash3.HashToUInt64(bytes)));
    }

    /// <summary>Finds a hash.</summary>
    /// <returns>The unit's number; -1 if no item has it.</returns>
    internal int Find(ulong hash)
    {
        int mask = slots.Length - 1;
        for (int slot = (int)hash & mask; ; slot = (slot + 1) & mask)
        {
            if (places[slot] == 0) return -1;
            if (slots[slot] == hash) return places[slot] - 1;
        }
    }

    /// <summary>Returns the items that have a unit.</summary>
    internal ReadOnlySpan<int> GetItems(int unit) => postings.AsSpan(starts[unit]..starts[unit + 1]);
}
