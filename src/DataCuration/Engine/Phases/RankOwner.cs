using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>The process that holds, or was the last to hold, a rank's claim on a phase folder.</summary>
/// <param name="Rank">The rank.</param>
/// <param name="Name">The process, its machine and the time at which it took the claim, for messages.</param>
/// <param name="Recipe">The fingerprint of the recipe that it works on; null if it has not written it yet.</param>
/// <param name="IsAtWork">True if the process holds the claim now. Always false where the store has no locks.</param>
internal sealed record RankOwner(int Rank, string Name, string? Recipe, bool IsAtWork)
{
    private const string RecipeLine = "\nrecipe ";

    /// <summary>Reads the owners of a folder's ranks, in ascending order of the ranks.</summary>
    public static List<RankOwner> ReadAll(PhaseFolder folder)
    {
        var owners = new List<RankOwner>();
        foreach (string path in folder.Files.ListFiles(Path.Combine(folder.State, "ranks"), ".owner").ToList())
        {
            if (int.TryParse(Path.GetFileNameWithoutExtension(path), NumberStyles.None, CultureInfo.InvariantCulture, out int rank))
                owners.Add(Read(folder, rank));
        }
        return [.. owners.OrderBy(owner => owner.Rank)];
    }

    /// <summary>Reads the owner of a rank.</summary>
    public static RankOwner Read(PhaseFolder folder, int rank)
    {
        bool isAtWork = folder.HasLocks && folder.Files.IsLocked(folder.LockPath(rank));
        string text;
        try
        {
            text = Encoding.UTF8.GetString(folder.Files.ReadAllBytes(folder.OwnerPath(rank)));
        }
        catch (IOException)
        {
            return new(rank, "another process", null, isAtWork); // it has the lock and has not written its name yet
        }
        int line = text.IndexOf(RecipeLine, StringComparison.Ordinal);
        return line < 0 ? new(rank, text, null, isAtWork) : new(rank, text[..line], text[(line + RecipeLine.Length)..].TrimEnd(), isAtWork);
    }

    /// <summary>The text of an owner's file.</summary>
    public static byte[] Serialize(TimeProvider time, string recipe) => Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
        $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC{RecipeLine}{recipe}\n"));
}
