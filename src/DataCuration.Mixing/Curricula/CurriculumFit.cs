using System.Buffers.Binary;

namespace DataCuration.Mixing;

/// <summary>
/// Divides a corpus into parts of rising difficulty, with equal numbers of documents: by perplexity, easy to hard, as in Llama-3-SynE (arXiv 2407.18743).
/// <see cref="CurriculumTagger"/> writes each document's part, and <see cref="Curriculum.ToTokenMixture"/> trains on one part after the other.
/// </summary>
/// <remarks>
/// The limits are exact. Documents of the same difficulty are in the same part, so that parts differ in size where values are equal, and can be empty. Run
/// <see cref="PerplexityTagger"/> before. Memory: <see cref="MemoryBytes"/>; values are sorted on disk, 8 bytes for each document.
/// </remarks>
/// <param name="difficulty">The annotation with a document's difficulty. Default: <c>perplexity</c>.</param>
public sealed class CurriculumFit(string difficulty = "perplexity") : CorpusFit<Curriculum>
{
    private const string ValueName = "values";
    private readonly string difficulty = OptionChecks.NotEmpty(difficulty);

    /// <summary>The number of parts.</summary>
    /// <value>At least 2; default 10.</value>
    public int Parts
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There are at least two parts.");
    } = 10;

    /// <summary>The memory of the sort in bytes, at least 1 MiB.</summary>
    /// <value>Default: 128 MiB.</value>
    public long MemoryBytes
    {
        get;
        init => field = value >= 1 << 20 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A sort takes at least 1 MiB.");
    } = 128 << 20;

    /// <inheritdoc/>
    public override string Name => "curriculum";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("difficulty", difficulty);
        writer.Add(nameof(Parts), Parts);
    }

    /// <inheritdoc/>
    protected override async Task<Curriculum> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles values = await scope.MapAsync("values", scope.Corpus, new Sink(this), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("limits", (output, token) =>
        {
            Find(new Partitions(values, ValueName), output, token).Write(output.CreateFile(Curriculum.FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return Curriculum.Load(Path.Combine(files.Folder, Curriculum.FileName), files.Files);
    }

    private Curriculum Find(Partitions values, ShardOutput output, CancellationToken cancellationToken)
    {
        long count = values.GetRecordCount(0);
        if (count == 0) throw new CurationException($"No document has a number in '{difficulty}'. {nameof(PerplexityTagger)} writes 'perplexity'.");
        var sort = new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64())
        {
            RecordSize = sizeof(ulong),
            MemoryBytes = MemoryBytes,
            Warn = message => output.Warn(message, "sort"),
        };
        using RecordReader sorted = sort.Sort(() => values.Read(0), cancellationToken);
        var limits = new double[Parts - 1];
        int part = 0;
        for (long place = 0; part < limits.Length && sorted.Read(); place++)
            while (part < limits.Length && place == (long)((Int128)count * (part + 1) / Parts)) limits[part++] = ValueOf(sorted.Get<ulong>());
        return new(difficulty, limits);
    }

    // The bits of floating-point numbers, such that unsigned integers have their order.
    private static ulong KeyOf(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        return (ulong)(bits < 0 ? ~bits : bits ^ long.MinValue);
    }

    private static double ValueOf(ulong key)
    {
        long bits = (long)key;
        return BitConverter.Int64BitsToDouble(bits < 0 ? bits ^ long.MinValue : ~bits);
    }

    private sealed class Sink(CurriculumFit fit) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("phase", "values");
            writer.Add("difficulty", fit.difficulty);
        }

        public IShardWriter Open(ShardOutput output) => new Writer(fit.difficulty, output);
    }

    private sealed class Writer(string difficulty, ShardOutput output) : IShardWriter
    {
        private readonly PartitionWriter values = new(output, ValueName, partitions: 1, recordSize: sizeof(ulong));
        private readonly byte[] record = new byte[sizeof(ulong)];

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!document.TryGet(new AnnotationKey<double>(difficulty), out double value) || double.IsNaN(value)) continue;
                BinaryPrimitives.WriteUInt64LittleEndian(record, KeyOf(value));
                values.WriteTo(0, record);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            values.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
