using System.IO.Hashing;
using System.Text;
using Lucene.Net.Analysis;
using Lucene.Net.Analysis.TokenAttributes;
using Lucene.Net.Index;
using Lucene.Net.Search;
using Lucene.Net.Search.Similarities;
using Lucene.Net.Store;
using LuceneDocument = Lucene.Net.Documents.Document;

namespace DataCuration.Retrieval.Lucene;

/// <summary>
/// A BM25 index of passages, built by a <see cref="PassageIndexFit"/>. A query is plain text: its words are looked up one by one, and no character in it has a
/// meaning of its own. Passages with the same score are ordered by their ids. Safe for concurrent use.
/// </summary>
/// <remarks>
/// Scores are those of Lucene's BM25: the idf is ln(1 + (N - n + 0.5) / (n + 0.5)) for a term in n of N passages, and the length of a passage is kept in one
/// byte. A word that a query has twice counts twice.
/// </remarks>
public sealed class PassageIndex : IPassageRetriever, IArtifact, IDisposable
{
    /// <summary>The maximum number of different terms of a query that are looked up: Lucene's limit for one query.</summary>
    public const int MaxQueryTerms = 1_024;

    internal const string FolderName = "index";
    internal const string HashName = "passages.xxh128";
    internal const string IdField = "id";
    internal const string TextField = "text";
    internal const string OrderField = "order";

    // Lucene refuses values above 32,766 bytes, and ids may be of any length.
    private const int MaxOrderBytes = 1_000;

    private readonly Analyzer analyzer;
    private readonly FSDirectory directory;
    private readonly DirectoryReader reader;
    private readonly IndexSearcher searcher;
    private readonly string? temporary;

    private PassageIndex(string folder, string? temporary, string fingerprint, PassageIndexFit options)
    {
        this.temporary = temporary;
        Fingerprint = fingerprint;
        Language = options.Language;
        analyzer = PassageAnalyzers.Create(options.Language);
        // Only read from here on: no lock file is needed.
        directory = FSDirectory.Open(folder, NoLockFactory.GetNoLockFactory());
        reader = DirectoryReader.Open(directory);
        searcher = new IndexSearcher(reader) { Similarity = new BM25Similarity((float)options.K1, (float)options.B) };
    }

    /// <inheritdoc/>
    public string Name => "bm25";

    /// <summary>A hash of the ids and texts of all passages, and of the options.</summary>
    public string Fingerprint { get; }

    /// <summary>The language of the analyzer; null for the standard one.</summary>
    public string? Language { get; }

    /// <summary>The number of passages.</summary>
    public int PassageCount => reader.NumDocs;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("retriever", "bm25/1");
        writer.Add("index", this);
    }

    /// <inheritdoc/>
    /// <remarks>
    /// A query with more than <see cref="MaxQueryTerms"/> different terms is searched by those that are in the fewest passages; ties by the terms' ordinal
    /// order.
    /// </remarks>
    public ValueTask<IReadOnlyList<RetrievedPassage>> RetrieveAsync(string query, int count, CancellationToken cancellationToken = default)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Retrieve(query, count));
    }

    /// <summary>Finds the passages that match a text best. As <see cref="RetrieveAsync"/>, for callers that do not wait.</summary>
    /// <param name="query">The text.</param>
    /// <param name="count">The maximum number of passages; at least 1.</param>
    public IReadOnlyList<RetrievedPassage> Retrieve(string query, int count)
    {
        ArgumentNullException.ThrowIfNull(query);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var search = new BooleanQuery();
        foreach ((Term term, int frequency) in TermsOf(query)) search.Add(new TermQuery(term) { Boost = frequency }, Occur.SHOULD);
        if (search.Clauses.Count == 0) return [];
        var order = new Sort(SortField.FIELD_SCORE, new SortField(OrderField, SortFieldType.STRING), SortField.FIELD_DOC);
        TopFieldDocs found = searcher.Search(search, null, Math.Min(count, reader.MaxDoc), order, doDocScores: true, doMaxScore: false);
        return [.. found.ScoreDocs.Select(hit =>
        {
            LuceneDocument passage = searcher.Doc(hit.Doc);
            return new RetrievedPassage(passage.Get(IdField), hit.Score, passage.Get(TextField));
        })];
    }

    /// <summary>Closes the index.</summary>
    public void Dispose()
    {
        reader.Dispose();
        directory.Dispose();
        analyzer.Dispose();
        if (temporary is not null && System.IO.Directory.Exists(temporary)) System.IO.Directory.Delete(temporary, recursive: true);
    }

    internal static PassageIndex Open(PhaseFiles files, PassageIndexFit options)
    {
        string hashFile = files.FindFile(HashName) ?? throw new InvalidDataException($"'{files.Folder}' holds no {HashName}.");
        var hash = new XxHash128();
        using (Stream stream = files.Files.OpenRead(hashFile, FileReadPattern.Sequential)) hash.Append(stream);
        var writer = new FingerprintWriter();
        options.AddTo(writer);
        writer.Add("passages", Convert.ToHexStringLower(hash.GetCurrentHash()));
        string folder = Path.Combine(files.Folder, FolderName);
        if (files.Files.TryGetLocalPath(folder, out string? local)) return new(local, null, writer.ToFingerprint(), options);
        // Lucene maps local files.
        string copy = System.IO.Directory.CreateTempSubdirectory("curation-bm25-").FullName;
        foreach (string path in files.GetFiles(0).Where(path => Path.GetFileName(path) != HashName))
        {
            using Stream source = files.Files.OpenRead(path, FileReadPattern.Sequential);
            using FileStream target = File.Create(Path.Combine(copy, Path.GetFileName(path)));
            source.CopyTo(target);
        }
        return new(copy, copy, writer.ToFingerprint(), options);
    }

    /// <summary>Returns the bytes that order passages with the same score.</summary>
    internal static byte[] OrderOf(string id)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(id);
        return bytes.Length <= MaxOrderBytes ? bytes : bytes[..MaxOrderBytes];
    }

    /// <summary>Splits a text into its terms, with the number of times that each occurs, in ordinal order.</summary>
    private IEnumerable<(Term Term, int Frequency)> TermsOf(string query)
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        using (TokenStream tokens = analyzer.GetTokenStream(TextField, query))
        {
            ICharTermAttribute term = tokens.AddAttribute<ICharTermAttribute>();
            tokens.Reset();
            while (tokens.IncrementToken())
            {
                string text = term.ToString();
                counts[text] = counts.GetValueOrDefault(text) + 1;
            }
            tokens.End();
        }
        // A term that is in no passage adds nothing to any score.
        var known = counts.Select(pair => (Term: new Term(TextField, pair.Key), Frequency: pair.Value))
            .Select(pair => (pair.Term, pair.Frequency, Passages: reader.DocFreq(pair.Term))).Where(pair => pair.Passages > 0).ToList();
        return (known.Count <= MaxQueryTerms ? known : known.OrderBy(pair => pair.Passages).Take(MaxQueryTerms)).Select(pair => (pair.Term, pair.Frequency));
    }
}
