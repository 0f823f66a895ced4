using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>
/// The scales of several ratings of a pool, by which <see cref="WeightedRatingTagger"/> brings them to one scale: mean 0 and standard deviation 1. Made by
/// <see cref="RatingScaleFit"/>; one JSON file.
/// </summary>
public sealed class RatingScales : IArtifact
{
    internal const string FileName = "scales.json";
    private const int FormatVersion = 1;

    /// <summary>Creates scales from known means and deviations.</summary>
    /// <param name="ratings">The scale of each rating, at least one, without repeated names.</param>
    /// <param name="poolHash">
    /// A hash of the pool's documents; <see cref="RatingMixtureEvaluator"/> needs one, to tell pools apart. Default: null, unknown.
    /// </param>
    /// <exception cref="ArgumentException">There is no rating, or a name appears twice.</exception>
    public RatingScales(IReadOnlyList<RatingScale> ratings, string? poolHash = null)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (ratings.Count == 0) throw new ArgumentException("There is no rating.", nameof(ratings));
        if (ratings.GroupBy(rating => rating.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new ArgumentException($"The rating '{twice.Key}' appears twice.", nameof(ratings));
        Ratings = [.. ratings];
        PoolHash = poolHash;
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(ToJson()));
    }

    /// <summary>The scale of each rating, in the order of the fit.</summary>
    public ImmutableArray<RatingScale> Ratings { get; }

    /// <summary>A hash of the ids and texts of the pool that was fitted on; null if it is unknown.</summary>
    public string? PoolHash { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Returns the scale of a rating; null for a name without one.</summary>
    /// <param name="name">The rating's annotation.</param>
    public RatingScale? Find(string name) => Ratings.FirstOrDefault(rating => rating.Name == name);

    /// <summary>Returns the sources of a search for the weights of ratings: one for each rating, all of the same size.</summary>
    public IReadOnlyList<MixtureSource> ToSources() => [.. Ratings.Select(rating => new MixtureSource(rating.Name, 1))];

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The file does not hold scales of ratings.</exception>
    public static RatingScales Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return HeaderFile.Read(path, files ?? LocalFileStore.Instance, "version", FormatVersion, "a file of rating scales", (root, _) =>
            new RatingScales([.. root.GetProperty("ratings").EnumerateArray().Select(rating => new RatingScale(
                rating.GetProperty("name").GetString() ?? "", rating.GetProperty("mean").GetDouble(), rating.GetProperty("deviation").GetDouble()))],
                root.GetProperty("pool").GetString()));
    }

    /// <summary>Writes the file.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(ToJson());
    }

    /// <summary>Returns a table in Markdown.</summary>
    public string ToMarkdown()
    {
        var table = new MarkdownTable("rating", ">mean", ">deviation");
        foreach (RatingScale rating in Ratings) table.Add(rating.Name, MarkdownTable.Value(rating.Mean), MarkdownTable.Value(rating.StandardDeviation));
        return table.ToString();
    }

    private byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("pool", PoolHash);
            json.WriteStartArray("ratings");
            foreach (RatingScale rating in Ratings)
            {
                json.WriteStartObject();
                json.WriteString("name", rating.Name);
                json.WriteNumber("mean", rating.Mean);
                json.WriteNumber("deviation", rating.StandardDeviation);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
