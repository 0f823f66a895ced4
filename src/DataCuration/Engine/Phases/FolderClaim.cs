using System.Collections.Immutable;
using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>
/// Makes a phase's folder the folder of a run's recipe. It decides about finished work of other recipes, and removes what no longer belongs there.
/// </summary>
internal sealed class FolderClaim(
    PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> tasks, FinishedTasks finished, RunOptions options, ILogger logger,
    RunWarnings warnings)
{
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
        if (options.Rank == 0) RemoveStale();
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
        bool isAffected = isOther ? folder.ReadAllManifests().Any(manifest => manifest.Recipe != recipe.Fingerprint)
            : folder.ListManifests().Any(task => task >= recipe.Tasks);
        if (!isAffected)
        {
            // More shards than before are no change if the old ones still match one by one.
            if (!isOther) foreach (PhaseTask task in tasks.AsSpan(0, Math.Min(existing!.Tasks, tasks.Length))) finished.IsDone(task);
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
        Log.PhaseRemade(logger, recipe.Phase, string.Join("; ", finished.FindDifferences(existing)));
    }

    /// <summary>Requires that no other rank is at work on another recipe: each would remove what the other one makes.</summary>
    private void RequireNoOtherWork()
    {
        foreach (RankOwner owner in RankOwner.ReadAll(folder))
        {
            if (owner.Rank == options.Rank || owner.Recipe is null || owner.Recipe == recipe.Fingerprint || !owner.IsAtWork) continue;
            throw new FolderInUseException($"'{folder.Folder}' is in use: rank {owner.Rank} is at work there for another recipe, as {owner.Name}. Wait until "
                + "it ends or stop it, or give this run another output folder or work directory.");
        }
    }

    /// <summary>Removes the files of tasks and ranks that no longer exist.</summary>
    private void RemoveStale()
    {
        foreach (int task in folder.ListManifests().Union(folder.ListTemporary()).Where(task => task >= recipe.Tasks).ToList())
        {
            folder.RemoveTask(task);
            TaskOutput.RemoveLeftovers(folder, task);
            string quarantine = TaskOutput.FailedQuarantine(folder, task);
            if (folder.Files.FileExists(quarantine)) folder.Files.Delete(quarantine);
        }
        foreach (int rank in folder.ListRanks().Where(rank => rank >= options.WorldSize).ToList()) folder.Files.Delete(folder.RankPath(rank));
    }
}
