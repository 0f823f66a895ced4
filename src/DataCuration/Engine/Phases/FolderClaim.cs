using System.Collections.Immutable;
using System.Globalization;
using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// Makes a phase's folder the folder of a run's recipe. It decides about finished work of other recipes, and removes what no longer belongs there.
/// </summary>
internal sealed class FolderClaim(
    PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> tasks, FinishedTasks finished, RunOptions options, ILogger logger,
    RunWarnings warnings)
{
    /// <summary>
    /// The number of looks at the owner of a lock before it counts as at work on another recipe. A rank that starts holds the lock for a moment before it
    /// writes its name; until then the file names the rank's last process. A rank that looks at a lock takes it for a moment too.
    /// </summary>
    private const int Looks = 60;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(50);

    /// <summary>Claims the folder. The rank's lock (<see cref="RankClaim"/>) must be held.</summary>
    /// <exception cref="ResumeMismatchException">The folder holds other finished work, and changed work is refused.</exception>
    /// <exception cref="FolderInUseException">Another rank is at work on another recipe.</exception>
    public void Take()
    {
        PhaseRecipe? existing = ReadExisting(out InvalidDataException? damage);
        if (existing is null || existing.Fingerprint != recipe.Fingerprint || existing.Tasks != recipe.Tasks)
        {
            if (existing is not null || damage is not null) Judge(existing, damage);
            RequireNoOtherWork();
            PhaseFolder.WriteAtomically(folder.Files, folder.RecipePath, options.Rank, recipe.Serialize());
        }
    }

    private PhaseRecipe? ReadExisting(out InvalidDataException? damage)
    {
        damage = null;
        try
        {
            return PhaseRecipe.TryRead(folder.Files, folder.RecipePath);
        }
        catch (InvalidDataException e)
        {
            damage = e;
            return null;
        }
    }

    /// <summary>Decides about the finished work in the folder. Runs before the recipe is replaced: a run that is refused leaves the folder as it was.</summary>
    private void Judge(PhaseRecipe? existing, InvalidDataException? damage)
    {
        bool isOther = existing is null || existing.Fingerprint != recipe.Fingerprint;
        // Work of this recipe that another one interrupted is no change: the user took the change back.
        List<int> found = [.. folder.ListManifests()];
        bool isAffected = found.Any(task => task >= recipe.Tasks);
        // Without a recipe a manifest that cannot be read may be anybody's.
        if (isOther)
            isAffected |= found.Select(folder.ReadManifest).Any(manifest => manifest is null ? damage is not null : manifest.Recipe != recipe.Fingerprint);
        if (!isAffected)
        {
            // More shards than before are no change if the old ones still match one by one.
            foreach (PhaseTask task in tasks.Where(task => isOther || task.Index < existing!.Tasks)) finished.IsDone(task);
            if (damage is not null)
            {
                warnings.AddEvent(recipe.Phase, folder.Folder,
                    $"'{folder.RecipePath}' is damaged. All finished shards belong to this run: the file is made again.");
            }
            return;
        }
        if (options.WhenChanged == WhenChanged.Refuse)
        {
            if (damage is not null) throw damage;
            throw finished.Mismatch(existing);
        }
        string differences = string.Join("; ", finished.FindDifferences(existing));
        Log.PhaseRemade(logger, recipe.Phase, differences);
        // Without a logger this is all that says why work of hours is done again.
        warnings.AddEvent(recipe.Phase, folder.Folder, string.Create(CultureInfo.InvariantCulture,
            $"{found.Count} finished {(found.Count == 1 ? "shard is" : "shards are")} made again, because something changed: {differences}."));
    }

    /// <summary>Requires that no other rank is at work on another recipe: each would remove what the other one makes.</summary>
    private void RequireNoOtherWork()
    {
        foreach (RankOwner found in RankOwner.ReadAll(folder))
        {
            RankOwner owner = found;
            for (int look = 1; IsOther(owner) && look < Looks; look++)
            {
                Thread.Sleep(BetweenLooks);
                owner = RankOwner.Read(folder, owner.Rank);
            }
            if (!IsOther(owner)) continue;
            throw new FolderInUseException($"'{folder.Folder}' is in use: rank {owner.Rank} is at work there for another recipe, as {owner.Name}. Wait until "
                + "it ends or stop it, or give this run another output folder or work directory.");
        }
    }

    private bool IsOther(RankOwner owner) =>
        owner.Rank != options.Rank && owner.Recipe is not null && owner.Recipe != recipe.Fingerprint && owner.IsAtWork;

    /// <summary>
    /// Removes the files of tasks and ranks that no longer exist. Rank 0 calls it when all of its tasks are done but the last manifest: before that a wrong
    /// pattern must not cost finished work, and no rank may end the phase and list the folder while they are there.
    /// </summary>
    public void RemoveStale()
    {
        foreach (int task in folder.ListManifests().Union(folder.ListTemporary()).Where(task => task >= recipe.Tasks).ToList())
        {
            TaskManifest? old = folder.ReadManifest(task);
            folder.RequireSame(task, old);
            if (recipe.Fits.IsEmpty && old is not null)
                EditedFiles.Keep(folder, old, [], message => warnings.AddEvent(recipe.Phase, folder.Folder, message));
            folder.RemoveTask(task, old);
            TaskOutput.RemoveLeftovers(folder, task);
            string quarantine = TaskOutput.FailedQuarantine(folder, task);
            if (folder.Files.FileExists(quarantine)) folder.Files.Delete(quarantine);
        }
        foreach (int rank in folder.ListRanks().Where(rank => rank >= options.WorldSize).ToList()) folder.Files.Delete(folder.RankPath(rank));
    }
}
