using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// The vectors of a corpus's documents as 32-bit or 16-bit numbers, in memory-mapped files, one for each shard, opened when first read. Made by
/// <see cref="EmbeddingFit"/>. As a <see cref="VectorSet"/> the rows of all shards are numbered after each other.
/// </summary>
public sealed class EmbeddingStore : VectorSet, IArtifact, IDisposable
{
    internal const string HeaderName = "embeddings.json";
    internal const string TableName = "vectors";
    private const int FormatVersion = 3;
    private readonly long[] starts;
    private readonly IFileStore files;
    private readonly Lazy<RecordTablePart<float>>[]? wide;
    private readonly Lazy<RecordTablePart<Half>>[]? narrow;
    private readonly long[] records;
    private readonly string[] sources;
    private readonly FingerprintPart[] vectors;

    private EmbeddingStore(IFileStore files, string folder, string fingerprint, JsonElement header)
    {
        this.files = files;
        Folder = folder;
        Fingerprint = fingerprint;
        Dimension = header.GetProperty("dimension").GetInt32();
        HalfPrecision = header.GetProperty("half_precision").GetBoolean();
        sources = [.. header.GetProperty("sources").EnumerateArray().Select(key => key.GetString() ?? "")];
        records = [.. header.GetProperty("records").EnumerateArray().Select(count => count.GetInt64())];
        vectors = [.. header.GetProperty("vectors").EnumerateObject().Select(part => new FingerprintPart(part.Name, part.Value.GetString() ?? ""))];
        starts = new long[records.Length + 1];
        int shard = 0;
        foreach (JsonElement rows in header.GetProperty("rows").EnumerateArray())
        {
            starts[shard + 1] = starts[shard] + rows.GetInt64();
            shard++;
        }
        if (shard != records.Length) throw new FormatException($"it has the rows of {shard} shards, and the records of {records.Length}");
        // A shard is opened when it is first read: a store of many shards needs few open files.
        if (HalfPrecision) narrow = [.. Enumerable.Range(0, shard).Select(number => new Lazy<RecordTablePart<Half>>(() => Open<Half>(number)))];
        else wide = [.. Enumerable.Range(0, shard).Select(number => new Lazy<RecordTablePart<float>>(() => Open<float>(number)))];
    }

    /// <summary>The folder of the store.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>True if vectors are kept as 16-bit numbers.</summary>
    public bool HalfPrecision { get; }

    /// <summary>The number of shards.</summary>
    public int ShardCount => records.Length;

    /// <inheritdoc/>
    public override int Dimension { get; }

    /// <inheritdoc/>
    public override long Count => starts[^1];

    /// <summary>Opens a store.</summary>
    /// <param name="folder">The folder, as <see cref="Folder"/> names it.</param>
    /// <param name="files">The store of files. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The header is damaged. The file of a shard is checked when it is first read.</exception>
    public static EmbeddingStore Load(string folder, IFileStore? files = null) => HeaderFile.Load(folder, HeaderName, files, FormatVersion,
        "the header of embeddings", (store, path, fingerprint, header) => new EmbeddingStore(store, path, fingerprint, header));

    /// <summary>
    /// Throws if the vectors are of another source than the corpus of a fit: their rows would be those of other documents. Stages may differ. Call it before
    /// the work starts.
    /// </summary>
    /// <param name="scope">The fit.</param>
    /// <exception cref="CurationException">The source has other files, options or shards.</exception>
    public void RequireSource(FitScope scope)
    {
        ArgumentNullException.ThrowIfNull(scope);
        if (scope.ShardCount != ShardCount)
            throw new CurationException($"The embeddings in '{Folder}' are of {ShardCount} shards, and the corpus has {scope.ShardCount}: make them for this "
                + "corpus.");
        if (!scope.Plan.SourceKeys.SequenceEqual(sources, StringComparer.Ordinal))
            throw new CurationException($"The embeddings in '{Folder}' were made for another source: its files, their content or the reading options differ. "
                + "Make them for this corpus.");
    }

    /// <summary>
    /// Writes the kind of the vectors: the embedder, or the field of the records, and the number of dimensions. Vectors of two corpora can be compared if it is
    /// the same.
    /// </summary>
    /// <param name="writer">Receives the parts.</param>
    public void DescribeVectors(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        foreach (FingerprintPart part in vectors) writer.Add(part.Name, part.Value);
    }

    /// <summary>Returns the number of source records in a shard, with those that have no vector.</summary>
    /// <param name="shard">The shard's number.</param>
    public long GetRecordCount(int shard) => records[shard];

    /// <summary>Returns the number of the first row of a shard.</summary>
    /// <param name="shard">The shard's number, or the number of shards for the end.</param>
    public long GetFirstRow(int shard) => starts[shard];

    /// <summary>Lists the record of each row of a shard, in order.</summary>
    /// <param name="shard">The shard's number.</param>
    public IEnumerable<long> ReadRecords(int shard)
    {
        if (narrow is not null)
        {
            RecordCursor<Half> cursor = narrow[shard].Value.Read();
            while (cursor.Read()) yield return cursor.Record;
        }
        else
        {
            RecordCursor<float> cursor = wide![shard].Value.Read();
            while (cursor.Read()) yield return cursor.Record;
        }
    }

    /// <inheritdoc/>
    public override void Read(long first, Span<float> vectors)
    {
        if (vectors.Length % Dimension != 0) throw new ArgumentException($"{vectors.Length} numbers are not vectors of {Dimension}.", nameof(vectors));
        int shard = Array.BinarySearch(starts, first);
        if (shard < 0) shard = ~shard - 1;
        for (int at = 0; at < vectors.Length; at += Dimension, first++)
        {
            while (first >= starts[shard + 1]) shard++;
            Span<float> vector = vectors.Slice(at, Dimension);
            if (wide is not null)
            {
                wide[shard].Value.GetRow(first - starts[shard]).CopyTo(vector);
                continue;
            }
            ReadOnlySpan<Half> row = narrow![shard].Value.GetRow(first - starts[shard]);
            for (int i = 0; i < vector.Length; i++) vector[i] = (float)row[i];
        }
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (Lazy<RecordTablePart<float>> part in wide ?? [])
            if (part.IsValueCreated) part.Value.Dispose();
        foreach (Lazy<RecordTablePart<Half>> part in narrow ?? [])
            if (part.IsValueCreated) part.Value.Dispose();
    }

    internal static void Write(ShardOutput output, PhaseFiles vectors, FitScope scope, EmbeddingFit fit, CancellationToken cancellationToken)
    {
        int shards = scope.ShardCount;
        var content = new XxHash128();
        var buffer = new byte[1 << 18];
        for (int shard = 0; shard < shards; shard++)
        {
            using Stream source = vectors.Files.OpenRead(vectors.FindFile(FileName(shard))!, FileReadPattern.Sequential);
            Stream target = output.CreateFile(FileName(shard));
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Append(buffer.AsSpan(0, read));
                target.Write(buffer.AsSpan(0, read));
            }
        }
        using var json = new Utf8JsonWriter(output.CreateFile(HeaderName));
        json.WriteStartObject();
        json.WriteNumber("version", FormatVersion);
        json.WriteNumber("dimension", fit.Dimension);
        json.WriteBoolean("half_precision", fit.HalfPrecision);
        json.WriteStartObject("vectors");
        var described = new FingerprintWriter();
        fit.DescribeVectors(described);
        foreach (FingerprintPart part in described.Parts) json.WriteString(part.Name, part.Value);
        json.WriteEndObject();
        json.WriteStartArray("sources");
        foreach (string key in scope.Plan.SourceKeys) json.WriteStringValue(key);
        json.WriteEndArray();
        json.WriteStartArray("records");
        for (int shard = 0; shard < shards; shard++) json.WriteNumberValue(vectors.GetRecordCount(shard));
        json.WriteEndArray();
        json.WriteStartArray("rows");
        for (int shard = 0; shard < shards; shard++) json.WriteNumberValue(CountRows(vectors, shard, fit.HalfPrecision));
        json.WriteEndArray();
        json.WriteString("content", Convert.ToHexStringLower(content.GetCurrentHash()));
        json.WriteEndObject();
    }

    private static string FileName(int shard) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.{TableName}.records");

    private static long CountRows(PhaseFiles vectors, int shard, bool half)
    {
        string path = vectors.FindFile(FileName(shard))!;
        if (half)
        {
            using var narrow = new RecordTablePart<Half>(path, vectors.Files);
            return narrow.RowCount;
        }
        using var wide = new RecordTablePart<float>(path, vectors.Files);
        return wide.RowCount;
    }

    private RecordTablePart<T> Open<T>(int shard) where T : unmanaged
    {
        var part = new RecordTablePart<T>(Path.Combine(Folder, FileName(shard)), files);
        long rows = starts[shard + 1] - starts[shard];
        if (part.Width == Dimension && part.RowCount == rows) return part;
        part.Dispose();
        throw new InvalidDataException($"'{part.Path}' has {part.RowCount} vectors of {part.Width} numbers; {rows} of {Dimension} are expected.");
    }
}
