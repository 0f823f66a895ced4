using System.Collections.Immutable;
using System.IO.Hashing;
using System.Text.Json;
using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>The limits between parts of rising difficulty. Made by <see cref="CurriculumFit"/>; one JSON file.</summary>
public sealed class Curriculum : IArtifact
{
    internal const string FileName = "curriculum.json";
    private const int FormatVersion = 1;

    /// <summary>Creates a curriculum from known limits.</summary>
    /// <param name="difficulty">The annotation with a document's difficulty.</param>
    /// <param name="limits">The smallest difficulty of each part after the first one, not falling.</param>
    /// <exception cref="ArgumentException">There is no limit, one is not a number, or they fall.</exception>
    public Curriculum(string difficulty, IReadOnlyList<double> limits)
    {
        ArgumentException.ThrowIfNullOrEmpty(difficulty);
        ArgumentNullException.ThrowIfNull(limits);
        if (limits.Count == 0) throw new ArgumentException("There is no limit.", nameof(limits));
        for (int i = 0; i < limits.Count; i++)
            if (double.IsNaN(limits[i]) || double.IsNegativeInfinity(limits[i]) || (i > 0 && limits[i] < limits[i - 1]))
                throw new ArgumentException(FormattableString.Invariant($"Limit {i} is {limits[i]}; limits must be numbers that do not fall."), nameof(limits));
        Difficulty = difficulty;
        Limits = [.. limits];
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(ToJson()));
    }

    /// <summary>The annotation with a document's difficulty.</summary>
    public string Difficulty { get; }

    /// <summary>The smallest difficulty of each part after the first one.</summary>
    public ImmutableArray<double> Limits { get; }

    /// <summary>The number of parts.</summary>
    public int Parts => Limits.Length + 1;

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>Returns the part of a difficulty: 0 is the easiest.</summary>
    /// <param name="difficulty">The difficulty, a number.</param>
    public int PartOf(double difficulty)
    {
        int part = 0;
        while (part < Limits.Length && difficulty >= Limits[part]) part++;
        return part;
    }

    /// <summary>Returns a training mixture that reads one part after the other. The parts' shares of tokens are their lengths in the training.</summary>
    /// <param name="parts">The token shards of each part, from the easiest.</param>
    /// <param name="reverse">True to start with the hardest part. Default: false.</param>
    /// <exception cref="ArgumentException">The number of parts is another one, or a part has no tokens.</exception>
    public TokenMixture ToTokenMixture(IReadOnlyList<TokenShards> parts, bool reverse = false)
    {
        ArgumentNullException.ThrowIfNull(parts);
        if (parts.Count != Parts) throw new ArgumentException($"There are {parts.Count} sets of token shards for {Parts} parts.", nameof(parts));
        int empty = parts.ToList().FindIndex(part => part.TokenCount == 0);
        if (empty >= 0) throw new ArgumentException($"Part {empty} ('{parts[empty].Folder}') has no tokens. Fit fewer parts.", nameof(parts));
        TokenShards[] order = reverse ? [.. parts.Reverse()] : [.. parts];
        double total = order.Sum(part => (double)part.TokenCount), until = 0;
        var phases = new MixturePhase[order.Length];
        for (int i = 0; i < order.Length; i++)
        {
            until += order[i].TokenCount / total;
            phases[i] = new()
            {
                Until = i == order.Length - 1 ? 1 : until,
                Weights = [.. Enumerable.Range(0, order.Length).Select(other => other == i ? 1.0 : 0)],
            };
        }
        return new([.. order.Select(part => new WeightedTokenShards { Shards = part, Weight = part.TokenCount })]) { Phases = phases };
    }

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The file is not one of a curriculum.</exception>
    public static Curriculum Load(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return HeaderFile.Read(path, files ?? LocalFileStore.Instance, "version", FormatVersion, "a curriculum", (root, _) =>
            new Curriculum(root.GetProperty("difficulty").GetString() ?? "", [.. root.GetProperty("limits").EnumerateArray()
                .Select(limit => limit.ValueKind == JsonValueKind.Null ? double.PositiveInfinity : limit.GetDouble())]));
    }

    /// <summary>Writes the file.</summary>
    /// <param name="output">The stream to write to, in UTF-8.</param>
    public void WriteJson(Stream output)
    {
        ArgumentNullException.ThrowIfNull(output);
        output.Write(ToJson());
    }

    internal void Write(Stream output)
    {
        using (output) WriteJson(output);
    }

    private byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("difficulty", Difficulty);
            json.WriteStartArray("limits");
            foreach (double limit in Limits)
            {
                // JSON has no infinity, which a perplexity can be.
                if (double.IsInfinity(limit)) json.WriteNullValue();
                else json.WriteNumberValue(limit);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return stream.ToArray();
    }
}
