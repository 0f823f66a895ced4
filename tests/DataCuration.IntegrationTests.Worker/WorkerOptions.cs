using System.Globalization;
using System.Collections.Immutable;

namespace DataCuration.IntegrationTests.Worker;

/// <summary>The program's command-line arguments, as <c>name=value</c>.</summary>
public sealed record WorkerOptions
{
    public ImmutableArray<string> Inputs { get; init; } = [];

    public string Target { get; init; } = "";

    public string Work { get; init; } = "";

    public int Workers { get; init; } = 1;

    public int Rank { get; init; }

    public int World { get; init; } = 1;

    public long ShardBytes { get; init; } = 64 << 10;

    public int Select { get; init; } = 200;

    /// <summary>Write only the first output: for tests of a single phase.</summary>
    public bool OnlyFirst { get; init; }

    /// <summary>A rank that finds a phase incomplete exits instead of waiting.</summary>
    public bool Exit { get; init; }

    /// <summary>Turn crawl files into pages instead of running the recipe over JSONL.</summary>
    public bool Extract { get; init; }

    /// <summary>Runs the recipe of asynchronous stages instead of the recipe over JSONL.</summary>
    public bool Calls { get; init; }

    /// <summary>Runs the recipe of deduplication instead of the recipe over JSONL.</summary>
    public bool Dedup { get; init; }

    /// <summary>The fewest words of a document: the number that a user tries out.</summary>
    public int Words { get; init; } = 8;

    /// <summary>Makes again what depends on a change.</summary>
    public bool Remake { get; init; }

    /// <summary>Runs the program for tests of Ctrl-C: <c>wait</c> until it is stopped, be <c>deaf</c> to that, or <c>go</c> on to the end.</summary>
    public string Signals { get; init; } = "";

    /// <summary>Returns the options of a run with the given batch size.</summary>
    public RunOptions ToRunOptions(int batchDocuments) => new()
    {
        WorkDirectory = Work,
        MaxParallelShards = Workers,
        Rank = Rank,
        WorldSize = World,
        Faults = FaultPolicy.Quarantine(0.5),
        Seed = 5,
        BatchDocuments = batchDocuments,
        PhaseWait = Exit ? PhaseWait.Exit : PhaseWait.Wait,
        WhenChanged = Remake ? WhenChanged.Remake : WhenChanged.Refuse,
        Progress = new Probe(),
    };

    public static WorkerOptions Parse(IEnumerable<string> arguments)
    {
        var options = new WorkerOptions();
        foreach (string argument in arguments)
        {
            string[] pair = argument.Split('=', 2);
            string value = pair.Length == 2 ? pair[1] : "";
            options = pair[0] switch
            {
                "input" => options with { Inputs = options.Inputs.Add(value) },
                "target" => options with { Target = value },
                "work" => options with { Work = value },
                "workers" => options with { Workers = int.Parse(value, CultureInfo.InvariantCulture) },
                "rank" => options with { Rank = int.Parse(value, CultureInfo.InvariantCulture) },
                "world" => options with { World = int.Parse(value, CultureInfo.InvariantCulture) },
                "shard-bytes" => options with { ShardBytes = long.Parse(value, CultureInfo.InvariantCulture) },
                "select" => options with { Select = int.Parse(value, CultureInfo.InvariantCulture) },
                "words" => options with { Words = int.Parse(value, CultureInfo.InvariantCulture) },
                "remake" => options with { Remake = true },
                "only-first" => options with { OnlyFirst = true },
                "exit" => options with { Exit = true },
                "extract" => options with { Extract = true },
                "calls" => options with { Calls = true },
                "dedup" => options with { Dedup = true },
                "signals" => options with { Signals = value },
                _ => throw new ArgumentException($"Unknown argument '{argument}'."),
            };
        }
        return options;
    }
}
