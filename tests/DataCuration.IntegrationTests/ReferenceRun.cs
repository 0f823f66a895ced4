[assembly: AssemblyFixture(typeof(DataCuration.IntegrationTests.ReferenceRun))]

namespace DataCuration.IntegrationTests;

/// <summary>The recipe's outputs from one undisturbed process with one worker.</summary>
public sealed class ReferenceRun : ReferenceOutputs
{
    public ReferenceRun()
    {
        byte[][] records = Pool.Records(1_400, seed: 1);
        Pool.Write(Work("one"), "pool", records, 1);
        Pool.Write(Work("seven"), "pool", records, 7);
        Pool.Write(Work("target"), "target", Pool.Target(120, seed: 2), 1);
        Run();
    }

    public override string[] ArgumentsFor(string work) => Arguments(work);

    /// <summary>Returns the arguments for a run over the same input in a work directory.</summary>
    public string[] Arguments(string work, string input = "one") =>
        [$"input={Path.Combine(Work(input), "*.jsonl")}", $"target={Path.Combine(Work("target"), "*.jsonl")}", $"work={Work(work)}"];
}
