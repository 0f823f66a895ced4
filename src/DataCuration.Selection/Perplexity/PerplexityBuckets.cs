using System.Collections.Immutable;
using System.Globalization;
using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>The cutoffs between head, middle and tail for each group. Made by <see cref="PerplexityBucketFit"/>; one JSON file.</summary>
public sealed class PerplexityBuckets : IArtifact
{
    internal const string FileName = "buckets.json";
    private const int FormatVersion = 1;
    private readonly ImmutableDictionary<string, PerplexityCutoff> byGroup;

    /// <summary>Creates buckets from known cutoffs, such as those of another corpus.</summary>
    /// <param name="score">The annotation with the perplexity.</param>
    /// <param name="groupField">The annotation or field with the group; null if there are no groups.</param>
    /// <param name="cutoffs">The cutoffs. Without groups, one with an empty group.</param>
    /// <exception cref="ArgumentException">A group is there twice, or its head cutoff is above its tail cutoff.</exception>
    public PerplexityBuckets(string score, string? groupField, IReadOnlyList<PerplexityCutoff> cutoffs)
    {
        ArgumentException.ThrowIfNullOrEmpty(score);
        ArgumentNullException.ThrowIfNull(cutoffs);
        Score = score;
        GroupField = SelectionChecks.Name(groupField);
        Cutoffs = [.. cutoffs.OrderBy(cutoff => cutoff.Group, StringComparer.Ordinal)];
        foreach (PerplexityCutoff cutoff in Cutoffs)
            if (!(cutoff.Head <= cutoff.Tail)) throw new ArgumentException(string.Create(CultureInfo.InvariantCulture,
                $"Group '{cutoff.Group}' has the cutoffs {cutoff.Head} and {cutoff.Tail}; the first must not be above the second."), nameof(cutoffs));
        if (Cutoffs.Select(cutoff => cutoff.Group).Distinct(StringComparer.Ordinal).Count() != Cutoffs.Length)
            throw new ArgumentException("A group is listed twice.", nameof(cutoffs));
        if (groupField is null && Cutoffs.Any(cutoff => cutoff.Group.Length > 0))
            throw new ArgumentException("Cutoffs of groups need the name of the group's field.", nameof(groupField));
        byGroup = Cutoffs.ToImmutableDictionary(cutoff => cutoff.Group, StringComparer.Ordinal);
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(ToUtf8Json()));
    }

    /// <summary>The annotation with the perplexity.</summary>
    public string Score { get; }

    /// <summary>The annotation or field with the group; null if there are no groups.</summary>
    public string? GroupField { get; }

    /// <summary>The cutoffs, by the ordinal order of their groups.</summary>
    public ImmutableArray<PerplexityCutoff> Cutoffs { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The file is not one of buckets.</exception>
    public static PerplexityBuckets Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return HeaderFile.Read(path, files ?? LocalFileStore.Instance, "version", FormatVersion, "a file of perplexity buckets", (root, _) =>
            new PerplexityBuckets(root.GetProperty("score").GetString() ?? "", root.GetProperty("group_field").GetString(),
                [.. root.GetProperty("cutoffs").EnumerateArray().Select(cutoff => new PerplexityCutoff(cutoff.GetProperty("group").GetString() ?? "",
                    cutoff.GetProperty("documents").GetInt64(), cutoff.GetProperty("head").GetDouble(), cutoff.GetProperty("tail").GetDouble()))]));
    }

    /// <summary>Returns the name of a bucket, as the annotation has it: <c>head</c>, <c>middle</c>, <c>tail</c> or <c>all</c>.</summary>
    /// <param name="bucket">The bucket.</param>
    public static string NameOf(PerplexityBucket bucket) => bucket switch
    {
        PerplexityBucket.Head => "head",
        PerplexityBucket.Middle => "middle",
        PerplexityBucket.Tail => "tail",
        _ => "all",
    };

    /// <summary>Finds the bucket of a perplexity: head below the first cutoff, middle below the second one, otherwise tail.</summary>
    /// <param name="group">The document's group; empty without groups.</param>
    /// <param name="perplexity">The perplexity; NaN if the document has none.</param>
    public PerplexityBucket Find(string group, double perplexity)
    {
        ArgumentNullException.ThrowIfNull(group);
        if (double.IsNaN(perplexity) || !byGroup.TryGetValue(group, out PerplexityCutoff? cutoff)) return PerplexityBucket.All;
        if (perplexity < cutoff.Head) return PerplexityBucket.Head;
        return perplexity < cutoff.Tail ? PerplexityBucket.Middle : PerplexityBucket.Tail;
    }

    /// <summary>Finds the bucket of a document by its annotations.</summary>
    /// <param name="document">The document.</param>
    public PerplexityBucket Find(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!document.TryGet(new AnnotationKey<double>(Score), out double perplexity)) return PerplexityBucket.All;
        if (GroupField is null) return Find("", perplexity);
        // As the fit names groups: a number, such as a year, is the group of its text.
        return GroupNumbers.NameOf(document, GroupField) is { Length: > 0 } group ? Find(group, perplexity) : PerplexityBucket.All;
    }

    /// <summary>Writes the file.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(ToUtf8Json());
    }

    /// <summary>Returns the cutoffs as a table.</summary>
    public override string ToString()
    {
        var table = new TextTable(GroupField ?? "group", "documents", "head below", "tail from");
        foreach (PerplexityCutoff cutoff in Cutoffs)
            table.Add(cutoff.Group.Length == 0 ? "(all)" : cutoff.Group, TextTable.Number(cutoff.Documents), TextTable.Number(cutoff.Head),
                TextTable.Number(cutoff.Tail));
        return table.ToString();
    }

    private byte[] ToUtf8Json()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("score", Score);
            json.WriteString("group_field", GroupField);
            json.WriteObjects("cutoffs", Cutoffs, cutoff =>
            {
                json.WriteString("group", cutoff.Group);
                json.WriteNumber("documents", cutoff.Documents);
                json.WriteNumber("head", cutoff.Head);
                json.WriteNumber("tail", cutoff.Tail);
            });
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
