using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>The clusters of a corpus, and the cluster of each document. Made by <see cref="MixtureClusterFit"/>.</summary>
public sealed class MixtureClusters : IArtifact, IDisposable
{
    internal const string HeaderName = "clusters.json", TableName = "assignments";
    private const int FormatVersion = 1;
    private readonly IFileStore files;
    private readonly Lazy<RecordTablePart<ClusterAssignment>>[] shards;

    private MixtureClusters(IFileStore files, string folder, string fingerprint, JsonElement root)
    {
        this.files = files;
        Folder = folder;
        Fingerprint = fingerprint;
        Clusters = [.. root.GetProperty("clusters").EnumerateArray().Select(Read)];
        shards = [.. Enumerable.Range(0, root.GetProperty("shards").GetInt32())
            .Select(shard => new Lazy<RecordTablePart<ClusterAssignment>>(() => Open(shard)))];
    }

    /// <summary>The folder of the files.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The clusters of k-means, by number.</summary>
    public ImmutableArray<MixtureCluster> Clusters { get; }

    /// <summary>Returns the merged clusters with their sizes, for a search: sorted by name, without those of size 0.</summary>
    public IReadOnlyList<MixtureSource> ToSources() =>
        [.. Clusters.Where(cluster => cluster.MergedName is not null).GroupBy(cluster => cluster.MergedName!, StringComparer.Ordinal)
            .Select(group => (Name: group.Key, Size: group.Sum(cluster => cluster.Size))).Where(one => one.Size > 0)
            .OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => new MixtureSource(one.Name, one.Size))];

    /// <summary>Opens clusters.</summary>
    /// <param name="folder">The folder, as <see cref="Folder"/> names it.</param>
    /// <param name="files">The store of files. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The files are damaged, or are not of clusters.</exception>
    public static MixtureClusters Load(string folder, IFileStore? files = null) => HeaderFile.Load(folder, HeaderName, files, FormatVersion,
        "the header of a mixture's clusters", (store, path, fingerprint, root) => new MixtureClusters(store, path, fingerprint, root));

    /// <summary>Returns a table of the merged clusters in Markdown.</summary>
    public string ToMarkdown()
    {
        string[] ratings = [.. Clusters.SelectMany(cluster => cluster.Ratings.Keys).Distinct(StringComparer.Ordinal)];
        var table = new MarkdownTable(["cluster", ">clusters of k-means", ">documents", ">size", .. ratings.Select(name => ">" + name)]);
        foreach (IGrouping<string, MixtureCluster> group in Clusters.GroupBy(cluster => cluster.MergedName ?? "(pruned)", StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            long documents = group.Sum(cluster => cluster.Documents);
            table.Add([group.Key, MarkdownTable.Number(group.Count()), MarkdownTable.Number(documents),
                MarkdownTable.Number(group.Sum(cluster => cluster.Size)),
                .. ratings.Select(name => MarkdownTable.Value(MeanOf(group, name)))]);
        }
        return table.ToString();
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        foreach (Lazy<RecordTablePart<ClusterAssignment>> shard in shards)
            if (shard.IsValueCreated) shard.Value.Dispose();
    }

    /// <summary>Finds the cluster of a document; null if it has none.</summary>
    /// <exception cref="CurationException">The clusters are of another corpus.</exception>
    internal MixtureCluster? Find(int shard, Document document)
    {
        if (shard >= shards.Length) throw OtherCorpus(document);
        if (!shards[shard].Value.TryGet(document.Origin.Record, out ClusterAssignment assignment)) return null;
        return assignment.IdHash == ClusterAssignment.HashOf(document.Id) ? Clusters[assignment.Cluster] : throw OtherCorpus(document);
    }

    internal static void Write(ShardOutput output, PhaseFiles assigned, KMeansModel model, List<MixtureCluster> clusters, int shards,
        CancellationToken cancellationToken)
    {
        var content = new XxHash128();
        var buffer = new byte[1 << 18];
        for (int shard = 0; shard < shards; shard++)
        {
            using Stream source = assigned.Files.OpenRead(assigned.FindFile(FileName(shard))!, FileReadPattern.Sequential);
            using Stream target = output.CreateFile(FileName(shard));
            for (int read; (read = source.Read(buffer)) > 0;)
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Append(buffer.AsSpan(0, read));
                target.Write(buffer.AsSpan(0, read));
            }
        }
        using var json = new Utf8JsonWriter(output.CreateFile(HeaderName), new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartObject();
        json.WriteNumber("version", FormatVersion);
        json.WriteNumber("shards", shards);
        json.WriteString("content", Convert.ToHexStringLower(content.GetCurrentHash()));
        json.WriteNumber("dimension", model.Dimension);
        json.WriteStartArray("clusters");
        foreach (MixtureCluster cluster in clusters)
        {
            json.WriteStartObject();
            json.WriteNumber("number", cluster.Number);
            json.WriteNumber("documents", cluster.Documents);
            json.WriteNumber("size", cluster.Size);
            json.WriteString("name", cluster.MergedName);
            json.WriteStartObject("ratings");
            foreach ((string name, double mean) in cluster.Ratings)
            {
                if (double.IsNaN(mean)) json.WriteNull(name);
                else json.WriteNumber(name, mean);
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    /// <summary>Returns the mean of a rating over the clusters that have it; null if none has.</summary>
    private static double? MeanOf(IEnumerable<MixtureCluster> clusters, string rating)
    {
        MixtureCluster[] rated = [.. clusters.Where(cluster => !double.IsNaN(cluster.Ratings[rating]))];
        long documents = rated.Sum(cluster => cluster.Documents);
        return documents == 0 ? null : rated.Sum(cluster => cluster.Ratings[rating] * cluster.Documents) / documents;
    }

    private static string FileName(int shard) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.{TableName}.records");

    private static MixtureCluster Read(JsonElement cluster) => new()
    {
        Number = cluster.GetProperty("number").GetInt32(),
        Documents = cluster.GetProperty("documents").GetInt64(),
        Size = cluster.GetProperty("size").GetInt64(),
        MergedName = cluster.GetProperty("name").GetString(),
        Ratings = cluster.GetProperty("ratings").EnumerateObject().ToImmutableSortedDictionary(rating => rating.Name,
            rating => rating.Value.ValueKind == JsonValueKind.Null ? double.NaN : rating.Value.GetDouble(), StringComparer.Ordinal),
    };

    private RecordTablePart<ClusterAssignment> Open(int shard) => new(Path.Combine(Folder, FileName(shard)), files);

    private CurationException OtherCorpus(Document document) => new(
        $"Document '{document.Id}' is not in its place of the clusters in '{Folder}'. They are of another corpus; pipe the tagger to the corpus of the fit.");
}
