using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;

namespace DataCuration;

/// <summary>
/// Deals a phase's tasks to the workers: each has its own ones, in order (<see cref="HomeOf"/>), and helps where most is left when they are done. A shard so comes to
/// the same worker in every phase, as far as the work is even, and what was cached of it in one phase (tables of a featurizer) is warm in the next.
/// </summary>
internal sealed class TaskQueue
{
    private readonly ConcurrentQueue<PhaseTask>[] queues;

    public TaskQueue(IEnumerable<PhaseTask> tasks, RunOptions options)
    {
        queues = new ConcurrentQueue<PhaseTask>[options.MaxParallelShards];
        for (int worker = 0; worker < queues.Length; worker++) queues[worker] = new();
        foreach (PhaseTask task in tasks) queues[HomeOf(task.Index, options)].Enqueue(task);
    }

    /// <summary>The worker that a task is dealt to.</summary>
    public static int HomeOf(int task, RunOptions options) => task / options.WorldSize % options.MaxParallelShards;

    /// <summary>Takes the next task.</summary>
    /// <returns>False if none is left.</returns>
    public bool TryTake(int worker, [NotNullWhen(true)] out PhaseTask? task)
    {
        if (queues[worker].TryDequeue(out task)) return true;
        while (true)
        {
            ConcurrentQueue<PhaseTask> fullest = queues.MaxBy(static queue => queue.Count)!;
            if (fullest.IsEmpty) return false;
            if (fullest.TryDequeue(out task)) return true;
        }
    }
}
