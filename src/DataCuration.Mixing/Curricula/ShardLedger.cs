using System.Text.Json;

namespace DataCuration.Mixing;

/// <summary>
/// The shards of data that a training has used, on disk, so that no shard is used twice, as Llama-3-SynE requires over its stages (arXiv 2407.18743). Each
/// draw is on the disk before it is returned; after a kill, a shard counts as drawn if its line is whole.
/// </summary>
/// <example>
/// <code>
/// using DataCuration.Mixing;
///
/// using ShardLedger ledger = ShardLedger.Open("shards.jsonl");
/// foreach (string shard in ledger.Remaining(["web-000", "web-001", "web-002"]).Take(2)) ledger.Draw(shard, "stage 1");
/// </code>
/// </example>
public sealed class ShardLedger : IDisposable
{
    private const int FormatVersion = 1;
    private readonly Lock gate = new();
    private readonly CheckedLines file;
    private readonly string path;
    private readonly Dictionary<string, string> drawn = new(StringComparer.Ordinal);
    private readonly List<string> order = [];

    private ShardLedger(CheckedLines file, string path)
    {
        this.file = file;
        this.path = path;
    }

    /// <summary>The shards that were drawn, in the order of the draws.</summary>
    public IReadOnlyList<string> Drawn
    {
        get
        {
            lock (gate) return [.. order];
        }
    }

    /// <summary>Opens or creates a ledger.</summary>
    /// <param name="path">The file: JSON lines with a hash each.</param>
    /// <exception cref="InvalidDataException">A line is damaged, or is not one of a ledger. The file is not changed.</exception>
    /// <exception cref="IOException">Another process has the ledger open.</exception>
    public static ShardLedger Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        CheckedLines file = CheckedLines.Open(path, json => json.WriteNumber("version", FormatVersion), out List<ReadOnlyMemory<byte>> lines);
        try
        {
            var ledger = new ShardLedger(file, path);
            ledger.Read(lines);
            return ledger;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Draws a shard.</summary>
    /// <param name="shard">The shard's name.</param>
    /// <param name="use">What it is drawn for, such as a stage of the training.</param>
    /// <exception cref="InvalidOperationException">The shard was drawn before. The message names the use.</exception>
    public void Draw(string shard, string use)
    {
        if (TryDraw(shard, use)) return;
        throw new InvalidOperationException($"Shard '{shard}' was drawn for '{UseOf(shard)}' and cannot be drawn for '{use}' ('{path}').");
    }

    /// <summary>Draws a shard, unless it was drawn before. Safe for concurrent use.</summary>
    /// <param name="shard">The shard's name.</param>
    /// <param name="use">What it is drawn for.</param>
    /// <returns>True if the shard was drawn now.</returns>
    public bool TryDraw(string shard, string use)
    {
        ArgumentException.ThrowIfNullOrEmpty(shard);
        ArgumentException.ThrowIfNullOrEmpty(use);
        lock (gate)
        {
            if (drawn.ContainsKey(shard)) return false;
            file.Append(json =>
            {
                json.WriteString("shard", shard);
                json.WriteString("use", use);
            });
            drawn.Add(shard, use);
            order.Add(shard);
            return true;
        }
    }

    /// <summary>Returns what a shard was drawn for; null if it was not drawn.</summary>
    /// <param name="shard">The shard's name.</param>
    public string? UseOf(string shard)
    {
        lock (gate) return drawn.GetValueOrDefault(shard);
    }

    /// <summary>Returns the shards that were not drawn, in their order.</summary>
    /// <param name="shards">The names of shards.</param>
    public IReadOnlyList<string> Remaining(IEnumerable<string> shards)
    {
        ArgumentNullException.ThrowIfNull(shards);
        lock (gate) return [.. shards.Where(shard => !drawn.ContainsKey(shard))];
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => file.Dispose();

    private void Read(List<ReadOnlyMemory<byte>> lines)
    {
        int number = 0;
        try
        {
            foreach (ReadOnlyMemory<byte> line in lines)
            {
                number++;
                using JsonDocument document = JsonDocument.Parse(line);
                if (number == 1)
                {
                    int version = document.RootElement.GetProperty("version").GetInt32();
                    if (version != FormatVersion) throw new InvalidDataException($"'{path}' has version {version}; this library reads {FormatVersion}.");
                    // The journal of a search has a version too.
                    if (document.RootElement.GetPropertyCount() != 2) throw new FormatException("it begins a file of another kind");
                    continue;
                }
                string shard = document.RootElement.GetProperty("shard").GetString() ?? throw new FormatException("it has no shard");
                drawn.Add(shard, document.RootElement.GetProperty("use").GetString() ?? "");
                order.Add(shard);
            }
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new InvalidDataException($"Line {number} of '{path}' is not one of a ledger: {e.Message}", e);
        }
    }
}
