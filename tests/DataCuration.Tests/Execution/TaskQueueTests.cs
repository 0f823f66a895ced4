using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace DataCuration.Tests;

public sealed class TaskQueueTests
{
    [Fact]
    public void TryTake_WorkersInTurn_EachGetsItsOwnInOrder()
    {
        var queue = new TaskQueue(Tasks(5), new RunOptions { MaxParallelShards = 2 });
        var order = new List<int>();
        foreach (int worker in (int[])[0, 1, 1, 0, 0]) order.Add(Take(queue, worker));
        Assert.Equal([0, 1, 3, 2, 4], order);
        Assert.False(queue.TryTake(1, out _));
    }

    [Fact]
    public void TryTake_OwnTasksDone_HelpsWhereMostIsLeft()
    {
        // Worker 0 has 0, 3, 6; worker 1 has 1, 4; worker 2 has 2, 5.
        var queue = new TaskQueue(Tasks(7), new RunOptions { MaxParallelShards = 3 });
        Assert.Equal([1, 4], [Take(queue, 1), Take(queue, 1)]);
        Assert.Equal(0, Take(queue, 1));
    }

    [Fact]
    public void HomeOf_Ranks_SpreadsARanksTasksOverItsWorkers()
    {
        var options = new RunOptions { MaxParallelShards = 2, Rank = 1, WorldSize = 3 };
        Assert.Equal([0, 1, 0], [TaskQueue.HomeOf(1, options), TaskQueue.HomeOf(4, options), TaskQueue.HomeOf(7, options)]);
    }

    [Fact]
    public async Task TryTake_ManyThreads_EveryTaskOnce()
    {
        var queue = new TaskQueue(Tasks(5_000), new RunOptions { MaxParallelShards = 8 });
        var taken = new ConcurrentBag<int>();
        // Two workers never come: the others do their share.
        await Task.WhenAll(Enumerable.Range(0, 6).Select(worker => Task.Run(() =>
        {
            while (queue.TryTake(worker, out PhaseTask? task)) taken.Add(task.Index);
        })));
        Assert.Equal(Enumerable.Range(0, 5_000), taken.Order());
    }

    private static int Take(TaskQueue queue, int worker)
    {
        Assert.True(queue.TryTake(worker, out PhaseTask? task));
        return task.Index;
    }

    private static IEnumerable<PhaseTask> Tasks(int count) => Enumerable.Range(0, count).Select(i => new NoTask(i));

    private sealed class NoTask(int index) : PhaseTask(index, "", [], 0)
    {
        public override Task<ImmutableArray<StageReport>> ExecuteAsync(TaskScope scope, CancellationToken cancellationToken) => throw new NotSupportedException();
    }
}
