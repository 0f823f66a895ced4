using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration;

/// <summary>How far one rank is with a phase.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="WorldSize">How many ranks it said there are.</param>
/// <param name="Assigned">Its shards.</param>
/// <param name="Done">How many of them are done.</param>
public sealed record RankStatus(int Rank, int WorldSize, int Assigned, int Done)
{
    internal static byte[] Serialize(int rank, int worldSize, int assigned) =>
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $$"""{"rank":{{rank}},"world_size":{{worldSize}},"assigned":{{assigned}}}"""));

    /// <summary>Reads a rank's file; null if it has gone since it was listed, as that of a rank that there is no more.</summary>
    internal static RankStatus? TryRead(string path, IReadOnlyList<TaskManifest> manifests)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (FileNotFoundException)
        {
            return null;
        }
        using JsonDocument document = JsonDocument.Parse(bytes);
        JsonElement root = document.RootElement;
        int rank = root.GetProperty("rank").GetInt32();
        int worldSize = root.GetProperty("world_size").GetInt32();
        return new(rank, worldSize, root.GetProperty("assigned").GetInt32(), manifests.Count(manifest => manifest.Task % worldSize == rank));
    }
}
