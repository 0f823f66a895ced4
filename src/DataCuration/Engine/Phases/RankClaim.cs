namespace DataCuration;

/// <summary>
/// A rank's claim on a phase folder: an exclusive lock on <c>ranks/N.lock</c>, held while the phase runs. The operating system releases it when the process
/// ends, however it ends. Where a file system has no locks, two processes can hold the same claim; attempts in folders of their own (<see cref="TaskOutput"/>)
/// and the check at a phase's end (<see cref="FinishedTasks"/>) keep the output right there too.
/// </summary>
internal sealed class RankClaim : IDisposable
{
    /// <summary>Another rank that looks whether this one is at work takes the lock for a moment. A held lock is therefore looked at several times.</summary>
    private const int Tries = 5;

    private readonly IDisposable handle;

    private RankClaim(IDisposable handle) => this.handle = handle;

    /// <summary>Takes the claim.</summary>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="recipe">The fingerprint of the recipe that the rank will work on.</param>
    /// <param name="time">The run's clock.</param>
    /// <exception cref="FolderInUseException">Another process, or another run of this one, holds the claim.</exception>
    public static RankClaim Take(PhaseFolder folder, int rank, string recipe, TimeProvider time)
    {
        string path = folder.LockPath(rank);
        IDisposable handle = Lock(folder, path) ?? throw new FolderInUseException(
            $"'{folder.Folder}' is in use: rank {rank} is already running as {RankOwner.Read(folder, rank).Name}. Wait until it ends, give "
                + $"this run another output folder or "
                + $"work directory, or give each process its own RunOptions.Rank. The lock is '{path}'; it is released when that process ends.");
        try
        {
            folder.HasLocks = folder.Files.IsLocked(path);
            folder.RemoveTemporary(rank);
            PhaseFolder.WriteAtomically(folder.Files, folder.OwnerPath(rank), rank, RankOwner.Serialize(time, recipe));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return new(handle);
    }

    private static IDisposable? Lock(PhaseFolder folder, string path)
    {
        try
        {
            return TryLock(folder, path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw PhaseFolder.CannotWrite(folder.Folder, e); // the first file that is written there
        }
    }

    private static IDisposable? TryLock(PhaseFolder folder, string path)
    {
        for (int i = 1; ; i++)
        {
            if (folder.Files.TryLock(path, deleteOnRelease: false) is { } taken) return taken;
            if (i == Tries) return null;
            Thread.Sleep(20);
        }
    }

    public void Dispose() => handle.Dispose();
}
