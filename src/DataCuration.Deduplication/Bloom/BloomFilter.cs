using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>
/// A Bloom filter of word n-grams that <see cref="BloomDeduplication"/> filled. It is read-only: <see cref="BloomFilterCheck"/> looks documents up in it, and a
/// later fit starts from it (<see cref="BloomDeduplication.Known"/>).
/// </summary>
/// <remarks>
/// The file is <c>bloom.bits</c>: the parts after each other, each a whole number of 64-bit words, little-endian. Memory once it is used: its size.
/// </remarks>
public sealed class BloomFilter : IArtifact
{
    internal const string HeaderName = "bloom.json";
    internal const string BitsName = "bloom.bits";
    private const int FormatVersion = 2;
    private readonly IFileStore files;
    private readonly Lazy<BloomPart[]> parts;
    private readonly string[] hashes;

    private BloomFilter(IFileStore files, string folder, string fingerprint, JsonElement header)
    {
        this.files = files;
        Folder = folder;
        Fingerprint = fingerprint;
        Size = new(header.GetProperty("bits").GetInt64(), header.GetProperty("hashes").GetInt32());
        PartCount = header.GetProperty("parts").GetInt32();
        NGramWords = header.GetProperty("ngram_words").GetInt32();
        MinWords = header.GetProperty("min_words").GetInt32();
        SplitterName = header.GetProperty("word_splitter").GetString() ?? "";
        AddedCount = header.GetProperty("added").GetInt64();
        SetBits = header.GetProperty("set_bits").GetInt64();
        FalsePositiveRate = header.GetProperty("false_positive_rate").GetDouble();
        hashes = [.. header.GetProperty("part_hashes").EnumerateArray().Select(hash => hash.GetString() ?? "")];
        parts = new(Read);
    }

    /// <summary>The folder of the filter.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The size.</summary>
    public BloomFilterSize Size { get; }

    /// <summary>The number of parts; a part holds a range of hashes.</summary>
    public int PartCount { get; }

    /// <summary>The length of an n-gram in words.</summary>
    public int NGramWords { get; }

    /// <summary>The length from which a shorter text is one n-gram.</summary>
    public int MinWords { get; }

    /// <summary>The name of the word splitter.</summary>
    public string SplitterName { get; }

    /// <summary>The number of n-grams that were added because they were not found.</summary>
    public long AddedCount { get; }

    /// <summary>The number of bits that are set.</summary>
    public long SetBits { get; }

    /// <summary>The rate of false positives at the end, from the share of set bits of each part.</summary>
    public double FalsePositiveRate { get; }

    /// <summary>Opens a filter.</summary>
    /// <param name="folder">The folder, as <see cref="Folder"/> names it.</param>
    /// <param name="files">The store. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The header is damaged.</exception>
    public static BloomFilter Load(string folder, IFileStore? files = null) => HeaderFile.Load(folder, HeaderName, files, FormatVersion,
        "the header of a Bloom filter", (store, path, fingerprint, header) => new BloomFilter(store, path, fingerprint, header));

    /// <summary>Reads the bits, if they were not read before.</summary>
    internal void Load() => _ = parts.Value;

    /// <summary>Looks up the hash of an n-gram.</summary>
    internal bool Contains(ulong hash) => parts.Value[PartitionWriter.PartitionOf(hash, PartCount)].Contains(hash);

    /// <summary>Reads one part, to continue from it.</summary>
    internal ulong[] ReadPart(int part)
    {
        var words = new ulong[BloomPart.WordsOf(Size, PartCount)];
        string path = Path.Combine(Folder, BitsName);
        using Stream stream = files.OpenRead(path, FileReadPattern.Random);
        Check(path, stream);
        stream.Position = (long)part * words.Length * sizeof(ulong);
        stream.ReadExactly(MemoryMarshal.AsBytes(words.AsSpan()));
        Check(path, part, words);
        return words;
    }

    /// <summary>Joins the parts and writes the header.</summary>
    internal static void Write(ShardOutput output, PhaseFiles phase, BloomDeduplication fit, CancellationToken cancellationToken)
    {
        var hashes = new string[fit.Parts];
        long added = fit.Known?.AddedCount ?? 0, set = 0;
        double rate = 0;
        int words = BloomPart.WordsOf(fit.FilterSize, fit.Parts);
        using (Stream bits = output.CreateFile(BitsName))
        {
            for (int part = 0; part < fit.Parts; part++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                byte[] bytes = phase.Files.ReadAllBytes(phase.Find(part, BloomPhase.BitsSuffix)!);
                ReadOnlySpan<long> counts = MemoryMarshal.Cast<byte, long>(bytes.AsSpan(words * sizeof(ulong)));
                added += counts[0];
                set += counts[1];
                rate += Math.Pow(counts[1] / (words * 64.0), fit.FilterSize.Hashes) / fit.Parts;
                hashes[part] = HashOf(bytes.AsSpan(0, words * sizeof(ulong)));
                bits.Write(bytes, 0, words * sizeof(ulong));
            }
        }
        if (fit.Size is null && rate > 2 * fit.FalsePositiveRate)
        {
            output.Warn(string.Create(CultureInfo.InvariantCulture, $"The Bloom filter of {fit.FilterSize.Bytes:N0} bytes holds {added:N0} n-grams and has "
                + $"false positives at a rate of {rate:P2}, and {fit.FalsePositiveRate:P2} were asked for: documents go that are no duplicates. Set "
                + $"{nameof(fit.ExpectedNGrams)} to {added:N0} or more."));
        }
        using var json = new Utf8JsonWriter(output.CreateFile(HeaderName));
        json.WriteStartObject();
        json.WriteNumber("version", FormatVersion);
        json.WriteNumber("bits", fit.FilterSize.Bits);
        json.WriteNumber("hashes", fit.FilterSize.Hashes);
        json.WriteNumber("parts", fit.Parts);
        json.WriteNumber("ngram_words", fit.NGramWords);
        json.WriteNumber("min_words", fit.MinWords);
        json.WriteString("word_splitter", fit.WordSplitter.Name);
        json.WriteNumber("added", added);
        json.WriteNumber("set_bits", set);
        json.WriteNumber("false_positive_rate", rate);
        json.WriteStartArray("part_hashes");
        foreach (string hash in hashes) json.WriteStringValue(hash);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private BloomPart[] Read()
    {
        string path = Path.Combine(Folder, BitsName);
        using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
        Check(path, stream);
        var read = new BloomPart[PartCount];
        for (int i = 0; i < read.Length; i++)
        {
            var words = new ulong[BloomPart.WordsOf(Size, PartCount)];
            stream.ReadExactly(MemoryMarshal.AsBytes(words.AsSpan()));
            Check(path, i, words);
            read[i] = new(words, Size.Hashes);
        }
        return read;
    }

    private void Check(string path, Stream stream)
    {
        long expected = (long)PartCount * BloomPart.WordsOf(Size, PartCount) * sizeof(ulong);
        if (stream.Length != expected) throw new InvalidDataException($"'{path}' has {stream.Length} bytes; a filter of this size has {expected}.");
    }

    private void Check(string path, int part, ulong[] words)
    {
        if (HashOf(MemoryMarshal.AsBytes(words.AsSpan())) != hashes[part])
            throw new InvalidDataException($"'{path}' is damaged at byte {(long)part * words.Length * sizeof(ulong)}: part {part} does not match its "
                + "checksum.");
    }

    private static string HashOf(ReadOnlySpan<byte> bits) => Convert.ToHexStringLower(XxHash128.Hash(bits));
}
