using System.Globalization;

namespace DataCuration;

/// <summary>
/// A rank's claim on a phase folder: an exclusive lock on <c>ranks/N.lock</c>, held while the phase runs. The operating system releases it when the process
/// ends, however it ends. Where a file system has no locks, two processes can hold the same claim; attempts in folders of their own (<see cref="TaskOutput"/>)
/// and the check at a phase's end (<see cref="PhaseRunner"/>) keep the output right there too.
/// </summary>
internal sealed class RankClaim : IDisposable
{
    private readonly IDisposable handle;

    private RankClaim(IDisposable handle) => this.handle = handle;

    /// <summary>Takes the claim.</summary>
    /// <param name="folder">The phase's folder.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="time">The run's clock.</param>
    /// <exception cref="FolderInUseException">Another process, or another run of this one, holds the claim.</exception>
    public static RankClaim Take(PhaseFolder folder, int rank, TimeProvider time)
    {
        string path = folder.LockPath(rank);
        string owner = folder.OwnerPath(rank);
        IDisposable handle = folder.Files.TryLock(path, deleteOnRelease: false) ?? throw new FolderInUseException(
            $"'{folder.Folder}' is in use: rank {rank} is already running as {folder.ReadOwner(owner)}. Wait until it ends, give "
                + $"this run another output folder or "
                + $"work directory, or give each process its own RunOptions.Rank. The lock is '{path}'; it is released when that process ends.");
        try
        {
            folder.HasLocks = folder.Files.IsLocked(path);
            folder.RemoveTemporary(rank);
            PhaseFolder.WriteAtomically(folder.Files, owner, rank, System.Text.Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"process {Environment.ProcessId} on {Environment.MachineName} since {time.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC")));
        }
        catch
        {
            handle.Dispose();
            throw;
        }
        return new(handle);
    }

    public void Dispose() => handle.Dispose();
}
