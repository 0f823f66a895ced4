using System.Buffers.Binary;
using System.IO.Hashing;
using System.Reflection;
using System.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Documents;
using Lucene.Net.Index;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using Lucene.Net.Util;
using LuceneDocument = Lucene.Net.Documents.Document;

namespace DataCuration.Retrieval.Lucene;

/// <summary>
/// Builds a BM25 index of a corpus with Lucene.NET. Each document of the corpus is a passage: split longer ones with a <see cref="PassageSplitter"/> first.
/// </summary>
/// <remarks>
/// <para>The index lies in the folder of the fit, holds the texts too, and is found again by the next run. One task writes it, in the order of the corpus, as
/// one segment. So the same corpus gives the same rankings and scores for any number of workers.</para>
/// <para>Disk: the passages twice, the index, and the same again while it is merged. Memory: <see cref="BufferMegabytes"/>.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Retrieval.Lucene;
///
/// using var run = new CurationRun();
/// Corpus passages = Corpus.FromJsonl("domain/*.jsonl").Pipe(new PassageSplitter());
/// using PassageIndex index = await passages.FitAsync(new PassageIndexFit { Language = "en" }, run);
/// foreach (RetrievedPassage passage in await index.RetrieveAsync("what opens the sluice?", 3)) Console.WriteLine(passage);
/// </code>
/// </example>
public sealed class PassageIndexFit : CorpusFit<PassageIndex>
{
    /// <summary>The languages that <see cref="Language"/> can be.</summary>
    public static IEnumerable<string> Languages => PassageAnalyzers.Languages;

    /// <summary>
    /// The language, whose analyzer of Lucene stems words and leaves out stop words, such as <c>en</c>; null for the standard analyzer, which finds words by
    /// Unicode's rules, lower-cases them and leaves out English stop words.
    /// </summary>
    /// <value>One of <see cref="Languages"/> or null; default null.</value>
    /// <exception cref="ArgumentException">There is no analyzer for the language.</exception>
    public string? Language
    {
        get;
        init => field = value is null || PassageAnalyzers.Has(value) ? value : throw new ArgumentException(
            $"There is no analyzer for the language '{value}', only for {string.Join(", ", PassageAnalyzers.Languages)}.", nameof(value));
    }

    /// <summary>The saturation of the term frequency: with 0, only the presence of a term counts.</summary>
    /// <value>From 0 to 1,000; default 1.2 (Lucene's).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public double K1
    {
        get;
        init => field = value is >= 0 and <= 1_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "K1 must be from 0 to 1,000.");
    } = 1.2;

    /// <summary>The weight of the passage's length, from 0 to 1: with 0, long passages have no disadvantage.</summary>
    /// <value>In [0, 1]; default 0.75 (Lucene's).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 0 or above 1.</exception>
    public double B
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "B must be between 0 and 1.");
    } = 0.75;

    /// <summary>The memory in MB that passages are gathered in before a part of the index is written. It does not change the results.</summary>
    /// <value>1 to 2,000; default 64 (our choice; Lucene's is 16).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1 or above 2,000.</exception>
    public int BufferMegabytes
    {
        get;
        init => field = value is >= 1 and <= 2_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "BufferMegabytes must be between 1 and 2,000.");
    } = 64;

    /// <inheritdoc/>
    public override string Name => "bm25-index";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("index", "bm25/1");
        // The library's own version: its analyzers change under the same constant.
        writer.Add("lucene", typeof(IndexWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]);
        writer.Add(nameof(Language), Language);
        writer.Add(nameof(K1), K1);
        writer.Add(nameof(B), B);
    }

    /// <inheritdoc/>
    protected override async Task<PassageIndex> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles passages = await scope.MapAsync("passages", scope.Corpus, new PassageSink(), cancellationToken).ConfigureAwait(false);
        PhaseFiles index = await scope.FinishAsync("index", (output, token) =>
        {
            WriteIndex(new Partitions(passages, PassageSink.RecordName), output, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return PassageIndex.Open(index, this);
    }

    private void WriteIndex(Partitions passages, ShardOutput output, CancellationToken cancellationToken)
    {
        string scratch = output.CreateScratchFolder();
        var hash = new XxHash128();
        long count = 0;
        using (FSDirectory folder = FSDirectory.Open(scratch, NoLockFactory.GetNoLockFactory()))
        using (Analyzer analyzer = PassageAnalyzers.Create(Language))
        using (var writer = new IndexWriter(folder, Configure(analyzer)))
        using (PartitionReader reader = passages.Read(0))
        {
            try
            {
                while (reader.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    Append(hash, reader.Record);
                    (string id, string text) = PassageSink.Read(reader.Record);
                    writer.AddDocument(DocumentOf(id, text));
                    count++;
                }
                cancellationToken.ThrowIfCancellationRequested();
                writer.ForceMerge(1);
                writer.Commit();
            }
            catch
            {
                writer.Rollback(); // closes it without the merges that disposing would do
                throw;
            }
        }
        if (count == 0) output.Warn("The corpus has no passages: no query will find anything.");
        foreach (string path in System.IO.Directory.EnumerateFiles(scratch).Order(StringComparer.Ordinal))
        {
            using FileStream source = File.OpenRead(path);
            using Stream target = output.CreateFile(PassageIndex.FolderName + "/" + Path.GetFileName(path));
            source.CopyTo(target);
        }
        using Stream file = output.CreateFile(PassageIndex.HashName);
        file.Write(Encoding.ASCII.GetBytes(Convert.ToHexStringLower(hash.GetCurrentHash())));
    }

    private IndexWriterConfig Configure(Analyzer analyzer) => new(PassageAnalyzers.Version, analyzer)
    {
        OpenMode = OpenMode.CREATE,
        RAMBufferSizeMB = BufferMegabytes,
        // Merges in the calling thread, in order.
        MergeScheduler = new SerialMergeScheduler(),
        MergePolicy = new LogByteSizeMergePolicy(),
        Similarity = new BM25Similarity((float)K1, (float)B),
    };

    private static LuceneDocument DocumentOf(string id, string text) =>
    [
        new StoredField(PassageIndex.IdField, id),
        new SortedDocValuesField(PassageIndex.OrderField, new BytesRef(PassageIndex.OrderOf(id))),
        new TextField(PassageIndex.TextField, text, Field.Store.YES),
    ];

    private static void Append(XxHash128 hash, ReadOnlySpan<byte> record)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
        hash.Append(length);
        hash.Append(record);
    }
}
