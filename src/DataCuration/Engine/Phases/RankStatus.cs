using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration;

/// <summary>The progress of one rank in a phase.</summary>
public sealed record RankStatus
{
    /// <summary>The rank.</summary>
    public required int Rank { get; init; }

    /// <summary>The number of ranks, as this rank was told.</summary>
    public required int WorldSize { get; init; }

    /// <summary>The number of shards that are this rank's to do.</summary>
    public required int Assigned { get; init; }

    /// <summary>The number of those that are done.</summary>
    public required int Done { get; init; }

    internal static byte[] Serialize(int rank, int worldSize, int assigned) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"rank":{{rank}},"world_size":{{worldSize}},"assigned":{{assigned}}}"""));

    /// <summary>Reads a rank's file. Returns null if the file has been deleted since it was listed: its rank no longer exists.</summary>
    internal static RankStatus? TryRead(IFileStore files, string path, IReadOnlyList<TaskManifest> manifests)
    {
        byte[] bytes;
        try
        {
            bytes = files.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            int rank = root.GetProperty("rank").GetInt32();
            int worldSize = root.GetProperty("world_size").GetInt32();
            return new()
            {
                Rank = rank,
                WorldSize = worldSize,
                Assigned = root.GetProperty("assigned").GetInt32(),
                Done = manifests.Count(manifest => worldSize > 0 && manifest.Task % worldSize == rank),
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is damaged: {e.Message} Delete it: the next run of its rank writes it again.", e);
        }
    }
}
