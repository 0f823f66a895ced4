using System.IO.Hashing;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>The header of an index: what it was made with, and the hash of each part. Its own hash is the index's fingerprint.</summary>
/// <param name="Kind">The kind of index.</param>
/// <param name="Options">The options that both sides must share.</param>
/// <param name="Documents">The number of documents with a key or signature.</param>
/// <param name="HasShingles">True if the index holds the shingles of its documents.</param>
/// <param name="Parts">The hashes of each part's files, with spaces between them.</param>
/// <param name="Others">The hashes of other files, by the phase that wrote them.</param>
/// <param name="Fingerprint">The hash of the header.</param>
internal sealed record IndexHeader(string Kind, IReadOnlyList<FingerprintPart> Options, long Documents, bool HasShingles, IReadOnlyList<string> Parts,
    IReadOnlyDictionary<string, IReadOnlyList<string>> Others, string Fingerprint)
{
    private const int Format = 2;

    /// <summary>Writes a header.</summary>
    public static void Write(Stream stream, string kind, FingerprintWriter recipe, long documents, bool hasShingles, PhaseFiles parts,
        IReadOnlyList<IndexFiles> others)
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true });
        json.WriteStartObject();
        json.WriteNumber("format", Format);
        json.WriteString("kind", kind);
        json.WriteStartObject("options");
        foreach (FingerprintPart part in recipe.Parts) json.WriteString(part.Name, part.Value);
        json.WriteEndObject();
        json.WriteNumber("documents", documents);
        json.WriteBoolean("shingles", hasShingles);
        json.WriteStartArray("parts");
        foreach (ShardReport part in parts.Report.Shards) json.WriteStringValue(string.Join(' ', part.Outputs.Select(file => file.Hash)));
        json.WriteEndArray();
        if (others.Count > 0)
        {
            json.WriteStartObject("files");
            foreach (IndexFiles other in others)
            {
                json.WriteStartArray(other.Phase);
                foreach (ShardReport part in other.Files.Report.Shards)
                    json.WriteStringValue(part.Outputs.Single(file => file.Name.EndsWith(other.Suffix, StringComparison.Ordinal)).Hash);
                json.WriteEndArray();
            }
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    /// <summary>Reads a header.</summary>
    /// <exception cref="InvalidDataException">The file is not such a header.</exception>
    public static IndexHeader Read(string path, IFileStore files, string kind) =>
        HeaderFile.Read(path, files, "format", Format, "the header of an index", (root, fingerprint) =>
        {
            string found = root.GetProperty("kind").GetString()!;
            if (found != kind) throw new InvalidDataException($"'{path}' is an index of kind '{found}', not '{kind}'.");
            IReadOnlyList<string> parts = Strings(root.GetProperty("parts"));
            if (parts.Count == 0) throw new InvalidDataException($"'{path}' has no hashes of the index's parts.");
            return new IndexHeader(found,
                [.. root.GetProperty("options").EnumerateObject().Select(part => new FingerprintPart(part.Name, part.Value.GetString()!))],
                root.GetProperty("documents").GetInt64(), root.GetProperty("shingles").GetBoolean(), parts,
                root.TryGetProperty("files", out JsonElement others)
                    ? others.EnumerateObject().ToDictionary(phase => phase.Name, phase => Strings(phase.Value), StringComparer.Ordinal)
                    : new Dictionary<string, IReadOnlyList<string>>(),
                fingerprint);
        });

    /// <summary>Compares a file with its hash.</summary>
    /// <exception cref="InvalidDataException">The file is not the one that the index was made with.</exception>
    public static void Compare(string path, IFileStore files, string expected, string folder)
    {
        var hash = new XxHash128();
        using (Stream stream = files.OpenRead(path, FileReadPattern.Sequential)) hash.Append(stream);
        if (Convert.ToHexStringLower(hash.GetCurrentHash()) != expected)
            throw new InvalidDataException($"'{path}' is damaged, or a part of another index: its hash is not the one in the header of '{folder}'.");
    }

    private static IReadOnlyList<string> Strings(JsonElement array) => [.. array.EnumerateArray().Select(one => one.GetString()!)];

    /// <summary>Requires the options of another recipe.</summary>
    /// <exception cref="CurationException">An option differs; the message names it.</exception>
    public void Require(FingerprintWriter recipe, string folder)
    {
        foreach (FingerprintPart part in recipe.Parts)
        {
            string? found = Options.FirstOrDefault(option => option.Name == part.Name).Value;
            if (found != part.Value)
                throw new CurationException($"The index in '{folder}' was made with {part.Name} = {found ?? "(unknown)"}, and this deduplication has "
                    + $"{part.Value}. Both need the same.");
        }
        FingerprintPart other = Options.FirstOrDefault(option => recipe.Parts.All(part => part.Name != option.Name));
        if (other.Name is not null)
            throw new CurationException($"The index in '{folder}' was made with {other.Name} = {other.Value}, which this deduplication does not have.");
    }
}
