using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace DataCuration.Filters;

/// <summary>The positions of inserted texts, with their exact tokens.</summary>
public sealed class CanaryLedger : IArtifact
{
    /// <summary>The name of the ledger's file in the folder of the token shards.</summary>
    public const string FileName = "canaries.jsonl";

    private const int Version = 1;

    internal CanaryLedger(string recipe, long tokenCount, IReadOnlyList<CanaryInsertion> insertions)
    {
        Recipe = recipe;
        TokenCount = tokenCount;
        Insertions = insertions;
    }

    /// <summary>The insertions, in the order of their positions.</summary>
    public IReadOnlyList<CanaryInsertion> Insertions { get; }

    /// <summary>The number of tokens of the data, which insertions do not change.</summary>
    public long TokenCount { get; }

    /// <summary>The number of tokens of all inserted texts, without end-of-document tokens.</summary>
    public long InsertedTokens => Insertions.Sum(static insertion => (long)insertion.Tokens.Count);

    /// <summary>A hash of the data, the texts and the options.</summary>
    public string Fingerprint => Recipe;

    internal string Recipe { get; }

    /// <summary>Opens the ledger of a folder of token shards.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="files">The store that the folder is in; null for the local file system.</param>
    /// <exception cref="InvalidDataException">The file is no ledger, or is cut off; the message names the line.</exception>
    public static CanaryLedger Open(string folder, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        files ??= LocalFileStore.Instance;
        string path = Path.Combine(folder, FileName);
        using var reader = new StreamReader(files.OpenRead(path, FileReadPattern.Sequential));
        int number = 0;
        try
        {
            using JsonDocument header = JsonDocument.Parse(Next() ?? "");
            JsonElement root = header.RootElement;
            int version = root.GetProperty("version").GetInt32();
            if (version != Version) throw new InvalidDataException($"'{path}' has version {version}; only version {Version} is supported.");
            var texts = new (string Id, int[] Tokens)[root.GetProperty("canaries").GetInt32()];
            for (int i = 0; i < texts.Length; i++)
            {
                using JsonDocument text = JsonDocument.Parse(Next() ?? "");
                texts[i] = (text.RootElement.GetProperty("id").GetString()!, [.. text.RootElement.GetProperty("tokens").EnumerateArray().Select(static one =>
                    one.GetInt32())]);
            }
            var insertions = new CanaryInsertion[root.GetProperty("insertions").GetInt32()];
            for (int i = 0; i < insertions.Length; i++)
            {
                using JsonDocument line = JsonDocument.Parse(Next() ?? "");
                JsonElement one = line.RootElement;
                (string id, int[] tokens) = texts[one.GetProperty("canary").GetInt32()];
                insertions[i] = new()
                {
                    Canary = id,
                    Tokens = tokens,
                    Repetition = one.GetProperty("repetition").GetInt32(),
                    Position = one.GetProperty("position").GetInt64(),
                    Document = one.GetProperty("document").GetInt64(),
                    Start = one.GetProperty("start").GetInt32(),
                };
            }
            return new(root.GetProperty("recipe").GetString()!, root.GetProperty("tokens").GetInt64(), insertions);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or IndexOutOfRangeException)
        {
            throw new InvalidDataException($"'{path}', line {number} is not of a ledger of insertions: {e.Message}", e);
        }

        string? Next()
        {
            number++;
            return reader.ReadLine();
        }
    }

    /// <summary>Reads every inserted text again and compares it token by token.</summary>
    /// <param name="shards">The changed data.</param>
    /// <exception cref="InvalidDataException">A token differs, or the data has another number of tokens; the message names the first difference.</exception>
    public void Verify(TokenShards shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        if (shards.TokenCount != TokenCount)
            throw new InvalidDataException($"'{shards.Folder}' has {shards.TokenCount} tokens; the ledger was written for {TokenCount}.");
        foreach (CanaryInsertion insertion in Insertions)
        {
            int[] read = new int[insertion.Tokens.Count];
            shards.Read(insertion.Document, insertion.Start, read);
            for (int i = 0; i < read.Length; i++)
            {
                if (read[i] == insertion.Tokens[i]) continue;
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                    $"'{shards.Folder}', position {insertion.Position + i}: token {read[i]}, "
                    + $"but the ledger has {insertion.Tokens[i]} of canary '{insertion.Canary}'."));
            }
        }
    }

    internal byte[] Serialize()
    {
        string[] ids = [.. Insertions.Select(static insertion => insertion.Canary).Distinct(StringComparer.Ordinal)];
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < ids.Length; i++) numbers.Add(ids[i], i);
        var buffer = new ArrayBufferWriter<byte>();
        WriteLine(buffer, json =>
        {
            json.WriteNumber("version", Version);
            json.WriteString("recipe", Recipe);
            json.WriteNumber("tokens", TokenCount);
            json.WriteNumber("canaries", ids.Length);
            json.WriteNumber("insertions", Insertions.Count);
        });
        foreach (CanaryInsertion first in Insertions.GroupBy(static insertion => insertion.Canary, StringComparer.Ordinal).Select(static group =>
            group.First()))
        {
            WriteLine(buffer, json =>
            {
                json.WriteString("id", first.Canary);
                json.WriteStartArray("tokens");
                foreach (int token in first.Tokens) json.WriteNumberValue(token);
                json.WriteEndArray();
            });
        }
        foreach (CanaryInsertion insertion in Insertions)
        {
            WriteLine(buffer, json =>
            {
                json.WriteNumber("canary", numbers[insertion.Canary]);
                json.WriteNumber("repetition", insertion.Repetition);
                json.WriteNumber("position", insertion.Position);
                json.WriteNumber("document", insertion.Document);
                json.WriteNumber("start", insertion.Start);
            });
        }
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteLine(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        buffer.Write("\n"u8);
    }
}
