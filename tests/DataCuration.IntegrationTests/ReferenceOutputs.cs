using DataCuration.TestKit;

namespace DataCuration.IntegrationTests;

/// <summary>The output of one undisturbed process with one worker, and the comparisons that every recipe has to pass.</summary>
public abstract class ReferenceOutputs : IDisposable
{
    private readonly TemporaryFolder folder = new();

    /// <summary>The last line that the program printed.</summary>
    public string Result { get; private set; } = "";

    public SortedDictionary<string, string> Outputs { get; private set; } = [];

    /// <summary>Returns a folder by name: a work directory or an input.</summary>
    public string Work(string name) => folder[name];

    /// <summary>Returns the arguments for a run over the input in a work directory.</summary>
    public abstract string[] ArgumentsFor(string work);

    /// <summary>Requires that a run with the given number of workers ends with the same result and the same bytes.</summary>
    public void RequireSameWithWorkers(int workers)
    {
        string work = $"workers-{workers}";
        Assert.Equal(Result, WorkerProcess.Complete([.. ArgumentsFor(work), $"workers={workers}"]));
        OutputSnapshot.RequireEqual(Outputs, Work(work), $"{workers} workers");
    }

    /// <summary>Requires that three ranks, as concurrent processes, end with the same result and the same bytes.</summary>
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

    /// <summary>Creates the reference once the input exists.</summary>
    protected void Run()
    {
        Result = WorkerProcess.Complete([.. ArgumentsFor("reference"), "workers=1"]);
        Outputs = OutputSnapshot.Take(Work("reference"));
    }
}
