using Microsoft.Extensions.Logging;

namespace DataCuration;

/// <summary>What one worker keeps from shard to shard: its stages' contexts, and with them their buffers.</summary>
internal sealed class WorkerState(ResourcePool resources, RunOptions options, ILogger logger, TimeProvider time)
{
    private readonly Dictionary<CorpusBranch, StageContext[]> contexts = new(ReferenceEqualityComparer.Instance);

    public StageContext[] ContextsFor(CorpusBranch branch, int shard)
    {
        if (!contexts.TryGetValue(branch, out StageContext[]? found))
        {
            string[] names = StageNames(branch);
            found = [.. names.Select(name => new StageContext(resources, name, shard, options.Seed, logger, time))];
            contexts.Add(branch, found);
        }
        foreach (StageContext context in found) context.ShardIndex = shard;
        return found;
    }

    /// <summary>The stages' names; the second and later stages of one name get a number, so that counts and randomness stay apart.</summary>
    public static string[] StageNames(CorpusBranch branch)
    {
        // Reports know the reading by its name: a stage of that name is its second bearer.
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
