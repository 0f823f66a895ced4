namespace DataCuration.IntegrationTests.Worker;

/// <summary>Prints the program's position as lines on standard output: <c>read|stage|phase name</c>.</summary>
public sealed class Probe : IProgress<RunProgress>
{
    private static readonly Lock Gate = new();
    private static volatile string phase = "start";

    public static void Say(string kind, string? text = null)
    {
        lock (Gate)
        {
            Console.Out.Write($"{kind} {text ?? phase}\n");
            Console.Out.Flush();
        }
    }

    /// <summary>Called by the engine at the start of a phase, after each shard, and a few times a second.</summary>
    public void Report(RunProgress value)
    {
        ArgumentNullException.ThrowIfNull(value);
        phase = value.Phase;
        Say("phase");
    }
}
