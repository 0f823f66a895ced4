using System.Globalization;
using System.Text.Json;

namespace DataCuration.Synthesis;

/// <summary>The number of near duplicates in a corpus: the result of <see cref="NearDuplicateMeter"/>.</summary>
public sealed record NearDuplicateReport
{
    /// <summary>The number of documents.</summary>
    public long Documents { get; init; }

    /// <summary>The number of documents with a signature. Others have fewer words than a shingle and count as unique.</summary>
    public long SignedDocuments { get; init; }

    /// <summary>The number of clusters of two and more documents.</summary>
    public long Clusters { get; init; }

    /// <summary>The number of documents in the largest cluster; 0 without clusters.</summary>
    public long LargestCluster { get; init; }

    /// <summary>The number of documents that are near duplicates of an earlier one: those that deduplication would remove.</summary>
    public long NearDuplicates { get; init; }

    /// <summary>The share of documents that are near duplicates of an earlier one.</summary>
    public double Share => Documents == 0 ? 0 : (double)NearDuplicates / Documents;

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output) => JsonSerializer.Serialize(output, this, MeterJson.Default.NearDuplicateReport);

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="WriteJson"/> wrote.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    public static NearDuplicateReport Load(string path, IFileStore? files = null) =>
        JsonSerializer.Deserialize((files ?? LocalFileStore.Instance).ReadAllBytes(path), MeterJson.Default.NearDuplicateReport)
        ?? throw new InvalidDataException($"'{path}' is not a report of near duplicates.");

    /// <summary>Returns the report in one line.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{NearDuplicates:N0} of {Documents:N0} documents ({Share:P2}) are near duplicates of earlier ones; ")
        + string.Create(CultureInfo.InvariantCulture, $"{Clusters:N0} clusters, the largest of {LargestCluster:N0}");
}
