using DataCuration.TestKit;

[assembly: AssemblyFixture(typeof(DataCuration.IntegrationTests.ReferenceRun))]

namespace DataCuration.IntegrationTests;

/// <summary>The recipe's outputs, made by one process with one worker that nothing disturbed.</summary>
public sealed class ReferenceRun : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public ReferenceRun()
    {
        byte[][] records = Pool.Records(1_400, seed: 1);
        Pool.Write(folder["one"], "pool", records, 1);
        Pool.Write(folder["seven"], "pool", records, 7);
        Pool.Write(folder["target"], "target", Pool.Target(120, seed: 2), 1);
        Result = WorkerProcess.Complete([.. Arguments("reference"), "workers=1"]);
        Outputs = OutputSnapshot.Take(folder["reference"]);
    }

    /// <summary>What the program said at its end.</summary>
    public string Result { get; }

    public SortedDictionary<string, string> Outputs { get; }

    /// <summary>A work directory of that name.</summary>
    public string Work(string name) => folder[name];

    /// <summary>Arguments for a run over the same input in a work directory.</summary>
    public string[] Arguments(string work, string input = "one") =>
        [$"input={Path.Combine(folder[input], "*.jsonl")}", $"target={Path.Combine(folder["target"], "*.jsonl")}", $"work={folder[work]}"];

    public void Dispose() => folder.Dispose();
}
