using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Synthesis;

/// <summary>The coverage of sources by generated texts, and the share that is copied: the result of <see cref="SourceCoverageMeter"/>.</summary>
public sealed record SourceCoverageReport
{
    /// <summary>The number of sources.</summary>
    public long Sources { get; init; }

    /// <summary>The number of sources without any text.</summary>
    public long SourcesWithoutTexts { get; init; }

    /// <summary>The number of texts whose source is not in the corpus of sources. They count nowhere else.</summary>
    public long TextsWithoutSource { get; init; }

    /// <summary>The sum over all sources, with the means over all texts. Its id is empty.</summary>
    public SourceCoverage Total { get; init; } = new() { Id = "" };

    /// <summary>The sources whose content words are covered least, worst first; ties by id.</summary>
    public ImmutableArray<SourceCoverage> Least { get; init; } = [];

    /// <summary>Writes the report as JSON.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output) => JsonSerializer.Serialize(output, this, MeterJson.Default.SourceCoverageReport);

    /// <summary>Reads a report.</summary>
    /// <param name="path">A file that <see cref="WriteJson"/> wrote.</param>
    /// <param name="files">The store that the file is in; null for the local file system.</param>
    public static SourceCoverageReport Load(string path, IFileStore? files = null) =>
        JsonSerializer.Deserialize((files ?? LocalFileStore.Instance).ReadAllBytes(path), MeterJson.Default.SourceCoverageReport)
        ?? throw new InvalidDataException($"'{path}' is not a report of source coverage.");

    /// <summary>Returns the report as text.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture,
            $"{Total.Texts:N0} texts with {Total.Tokens:N0} tokens from {Sources:N0} sources; {SourcesWithoutTexts:N0} sources have none\n");
        text.Append(CultureInfo.InvariantCulture, $"words covered {Total.WordShare:P1}, entities covered {Total.EntityShare:P1}, ");
        text.Append(CultureInfo.InvariantCulture, $"verbatim {Total.MeanVerbatim:P2} on average, at most {Total.MaxVerbatim:P2}\n");
        foreach (SourceCoverage source in Least)
            text.Append(CultureInfo.InvariantCulture,
                $"  {source.Id}: {source.Texts:N0} texts, words {source.WordShare:P1}, entities {source.EntityShare:P1}\n");
        return text.ToString();
    }
}
