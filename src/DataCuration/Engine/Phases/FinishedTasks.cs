using System.Collections.Immutable;

namespace DataCuration;

/// <summary>The finished tasks of a phase's folder, judged by what a run wants to do there.</summary>
internal sealed class FinishedTasks(PhaseFolder folder, PhaseRecipe recipe, ImmutableArray<PhaseTask> tasks, RunOptions options, RunWarnings warnings)
{
    private const int Looks = 4;
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    /// <summary>Returns true if the task's manifest exists and matches and its files are there.</summary>
    /// <exception cref="ResumeMismatchException">The manifest does not match, and changed work is refused.</exception>
    public bool IsDone(PhaseTask task)
    {
        if (Read(task) is not { } manifest) return false;
        if (MissingFile(manifest) is not { } missing) return true;
        warnings.AddEvent(recipe.Phase, folder.Folder,
            $"shard {task.Index}: '{missing}' is missing or has another length than its manifest says; the shard is done again.");
        return false;
    }

    /// <summary>As <see cref="IsDone"/>, without a warning: the files of a rank at work may not be in their places yet.</summary>
    public bool IsDoneByNow(PhaseTask task) => IsDoneBy(task, folder.ReadManifest(task.Index));

    /// <summary>As <see cref="IsDoneByNow"/>, judged by a manifest that was read before.</summary>
    public bool IsDoneBy(PhaseTask task, TaskManifest? manifest) => Judge(task, manifest) is { } mine && MissingFile(mine) is null;

    /// <summary>Reads the manifest of a finished task; null if the task is not finished under this recipe.</summary>
    /// <exception cref="ResumeMismatchException">The manifest does not match, and changed work is refused.</exception>
    public TaskManifest? Read(PhaseTask task) => Judge(task, folder.ReadManifest(task.Index));

    private TaskManifest? Judge(PhaseTask task, TaskManifest? manifest)
    {
        // A manifest of another recipe is left over from a replacement that was interrupted, and will be replaced too.
        if (manifest is null || manifest.Recipe != recipe.Fingerprint) return null;
        if (PhaseRecipe.AreEqual(manifest.Parts, task.Parts)) return manifest;
        return options.WhenChanged == WhenChanged.Refuse ? throw Mismatch(recipe) : null;
    }

    /// <summary>The first file of a manifest that is not there with its length; null if all are.</summary>
    public string? MissingFile(TaskManifest manifest)
    {
        foreach (OutputFile output in manifest.Outputs)
        {
            if (folder.Files.GetLength(Path.Combine(folder.Folder, output.Name)) != output.Bytes) return output.Name;
        }
        return null;
    }

    /// <summary>
    /// Checks at the end of a phase that it is complete and still belongs to this run. The lock does not stop a process with another number of ranks, nor one
    /// on a file system without locks. Such a process must not make this run report work that no longer exists.
    /// </summary>
    public List<ShardReport> RequireComplete()
    {
        if (ReadRecipe() is not { } now || now.Fingerprint != recipe.Fingerprint || now.Tasks != recipe.Tasks)
            throw new FolderInUseException(
                $"Phase '{recipe.Phase}': another process wrote other work to '{folder.Folder}' while this one ran ({folder.ReadOwners()}). "
                    + "Give each its own output folder.");
        var reports = new List<ShardReport>(tasks.Length);
        foreach (PhaseTask task in tasks)
        {
            TaskManifest? manifest = Read(task);
            // File systems of networks fail reads of a file that was just replaced.
            for (int look = 1; manifest is null && look < Looks; look++)
            {
                Thread.Sleep(BetweenLooks);
                manifest = Read(task);
            }
            if (manifest is null || MissingFile(manifest) is not null)
                throw new FolderInUseException($"Phase '{recipe.Phase}', shard {task.Index}: another process removed its files from '{folder.Folder}' while "
                    + $"this one ran. Run it again alone.");
            reports.Add(manifest.ToReport());
        }
        return reports;
    }

    /// <summary>Names what differs between the work in the folder and this run's.</summary>
    /// <param name="existing">The recipe in the folder; null if it is damaged.</param>
    public IReadOnlyList<string> FindDifferences(PhaseRecipe? existing)
    {
        var found = new List<string>();
        if (existing is not null)
        {
            found.AddRange(WorkDifference.Find(existing.Parts, existing.Origins, recipe.Parts, recipe.Origins));
            if (found.Count > 0 && existing.Library != recipe.Library)
                found.Add($"the library: DataCuration {existing.Library} before, {recipe.Library} now");
        }
        else found.Add($"the recipe of the finished work is damaged: '{folder.RecipePath}'");
        List<TaskManifest> finished = [.. folder.ReadAllManifests()];
        if (finished.Count == 0) return found;
        bool isPartial = existing is null || finished.Count < existing.Tasks;
        found.AddRange(InputDifference.Find(finished.SelectMany(manifest => manifest.Parts), tasks.SelectMany(task => task.Parts), isPartial));
        if (found.Count == 0)
        {
            found.Add(existing is not null && existing.Tasks != recipe.Tasks ? $"the number of shards: {existing.Tasks} before, {recipe.Tasks} now"
                : $"other work ({finished.First(manifest => manifest.Recipe != recipe.Fingerprint || manifest.Task >= recipe.Tasks).Source})");
        }
        return found;
    }

    public ResumeMismatchException Mismatch(PhaseRecipe? existing) => new($"'{folder.Folder}' holds finished work that depends on something that "
        + $"changed:{Environment.NewLine}{WorkDifference.Join(FindDifferences(existing))}{Environment.NewLine}"
        + "To make it again, set RunOptions.WhenChanged to WhenChanged.Remake. To keep it, name another output, or take the change back.");

    private PhaseRecipe? ReadRecipe()
    {
        try
        {
            return PhaseRecipe.TryRead(folder.Files, folder.RecipePath);
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
