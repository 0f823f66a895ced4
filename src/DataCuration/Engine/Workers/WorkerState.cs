using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>The state that a worker keeps between shards: the contexts of its stages, with their buffers.</summary>
internal sealed class WorkerState(ResourcePool resources, RunOptions options, ILogger logger, TimeProvider time)
{
    private readonly Dictionary<CorpusBranch, StageContext[]> contexts = new(ReferenceEqualityComparer.Instance);

    public StageContext[] ContextsFor(CorpusBranch branch, int shard, TaskWarnings warnings, bool writesDrops)
    {
        if (!contexts.TryGetValue(branch, out StageContext[]? found))
        {
            string[] names = StageNames(branch);
            found = [.. names.Select(name => new StageContext(resources, name, shard, options.Seed, logger, time))];
            contexts.Add(branch, found);
        }
        foreach (StageContext context in found)
        {
            context.ShardIndex = shard;
            context.Warnings = warnings;
            context.WritesDrops = writesDrops;
        }
        return found;
    }

    /// <summary>Returns the stages' names. A second stage of the same name gets a number, so that it has its own counts and randomness.</summary>
    public static string[] StageNames(CorpusBranch branch)
    {
        // Reports use this name for reading, so a stage with it gets the number 2.
        var seen = new Dictionary<string, int>(StringComparer.Ordinal) { [StageReport.ReadStage] = 1 };
        var names = new string[branch.Stages.Length];
        for (int i = 0; i < names.Length; i++)
        {
            string name = branch.Stages[i].Name;
            int number = seen[name] = seen.GetValueOrDefault(name) + 1;
            names[i] = number == 1 ? name : $"{name} {number}";
        }
        return names;
    }
}
