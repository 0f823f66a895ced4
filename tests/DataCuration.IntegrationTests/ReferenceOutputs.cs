using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>What one process with one worker that nothing disturbed makes of an input, and the comparisons that every recipe has to pass.</summary>
public abstract class ReferenceOutputs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>What the program said at its end.</summary>
    public string Result { get; private set; } = "";

    public SortedDictionary<string, string> Outputs { get; private set; } = [];

    /// <summary>A folder of that name: a work directory, or input.</summary>
    public string Work(string name) => folder[name];

    /// <summary>Arguments for a run over the input in a work directory.</summary>
    public abstract string[] ArgumentsFor(string work);

    /// <summary>A run with so many workers has to end with the same words and the same bytes.</summary>
    public void RequireSameWithWorkers(int workers)
    {
        string work = $"workers-{workers}";
        Assert.Equal(Result, WorkerProcess.Complete([.. ArgumentsFor(work), $"workers={workers}"]));
        OutputSnapshot.RequireEqual(Outputs, Work(work), $"{workers} workers");
    }

    /// <summary>Three ranks, as processes that run at once, have to end with the same words and the same bytes.</summary>
    public void RequireSameWithThreeRanks()
    {
        WorkerProcess[] ranks = [.. Enumerable.Range(0, 3).Select(rank => WorkerProcess.Start([.. ArgumentsFor("ranks"), $"rank={rank}", "world=3"]))];
        foreach (WorkerProcess rank in ranks)
        {
            using (rank)
            {
                rank.ReadToEnd();
                Assert.Equal(Result, rank.Result);
            }
        }
        OutputSnapshot.RequireEqual(Outputs, Work("ranks"), "three ranks");
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes the reference, once the input is there.</summary>
    protected void Run()
    {
        Result = WorkerProcess.Complete([.. ArgumentsFor("reference"), "workers=1"]);
        Outputs = OutputSnapshot.Take(Work("reference"));
    }
}
