using System.CommandLine;
using System.Diagnostics;
using DataCuration;
using DataCuration.Training.TorchSharp;
using QuickStart;

var pool = new Option<string[]>("--pool")
{
    Description = "JSONL files to select from (globs; .gz and .zst too; fields id and text). Default: the .NET API reference that this SDK ships.",
    AllowMultipleArgumentsPerToken = true
};
var target = new Option<string[]>("--target")
{
    Description = "JSONL files with the texts that the selection should resemble.",
    AllowMultipleArgumentsPerToken = true
};
var evaluation = new Option<string[]>("--eval")
{
    Description = "JSONL files of held-out text of the target's kind, apart from pool and target.",
    AllowMultipleArgumentsPerToken = true
};
var count = new Option<long>("--count")
{
    Description = "The number of tokens of each selection and each training (byte encoder: one token per byte of text).",
    DefaultValueFactory = _ => 600_000
};
var seed = new Option<ulong[]>("--seed")
{
    Description = "Seed of selection and training; several seeds run one after another.",
    DefaultValueFactory = _ => [1],
    AllowMultipleArgumentsPerToken = true
};
var output = new Option<string>("--out")
{
    Description = "Folder for all output. A second run continues from there; what depends on a changed setting is made again.",
    DefaultValueFactory = _ => "quickstart-out"
};
var control = new Option<string?>("--control")
{
    Description = "FIELD=VALUE that names the target's own source in your pool: adds a run without those documents, to separate resemblance from retrieval."
};
var methods = new Option<string[]>("--methods")
{
    Description = $"Selections to compare: {string.Join(", ", Method.All.Select(method => method.Name))}.",
    DefaultValueFactory = _ => ["random", "dsir", "control"],
    AllowMultipleArgumentsPerToken = true
};
var threads = new Option<int>("--threads")
{
    Description = "Threads of one training. With 1, one model for each processor trains in parallel.",
    DefaultValueFactory = _ => 1
};

var command = new RootCommand("Selects the documents of a pool that look like a target (DSIR), trains a small language model on them and one on a random "
    + "selection of the same size, and prints which predicts held-out target text better.")
    { pool, target, evaluation, count, seed, output, control, methods, threads };
command.SetAction(async (arguments, _) =>
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(cancellationToken => RunAsync(arguments, progress, cancellationToken), progress);
});
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

async Task RunAsync(ParseResult arguments, ConsoleProgress progress, CancellationToken cancellationToken)
{
    var clock = Stopwatch.StartNew();
    string[] files = arguments.GetValue(pool) ?? [], targets = arguments.GetValue(target) ?? [], evaluations = arguments.GetValue(evaluation) ?? [];
    bool own = files.Length + targets.Length + evaluations.Length > 0;
    if (own && (files.Length == 0 || targets.Length == 0 || evaluations.Length == 0))
        throw new ArgumentException("Your own files need all three of --pool, --target and --eval.");
    progress.WriteLine(own ? $"pool {string.Join(' ', files)}, target {string.Join(' ', targets)}"
        : "pool: the .NET API reference, one document per type; target: cryptography");
    Input input = own ? Input.Files(files, targets, evaluations, arguments.GetValue(control)) : Input.ReferenceTexts(cancellationToken);
    IReadOnlyList<Method> chosen = Method.Find(arguments.GetValue(methods)!.Distinct());
    if (input.ControlField is null) chosen = [.. chosen.Where(method => !method.IsControl)];
    var backend = new TorchSharpBackend(); // loads the native library: if that is missing, it should be reported now, not after the selection

    string folder = arguments.GetValue(output)!;
    using var run = new CurationRun(new RunOptions
    {
        WorkDirectory = folder,
        WhenChanged = WhenChanged.Remake, // another --count makes again what depends on it
        Faults = FaultPolicy.Quarantine(),
        Progress = progress,
    });
    var job = new MainJob(input, run, backend, progress, arguments.GetValue(count), arguments.GetValue(threads));
    IReadOnlyList<Outcome> outcomes = await job.RunAsync(chosen, [.. arguments.GetValue(seed)!.Distinct()], cancellationToken);

    foreach (RunReport report in run.Reports.Where(report => report.Faulted > 0))
        progress.WriteLine($"{report.Faulted:N0} records of '{report.Phase}' could not be read and are in quarantine: "
            + $"{Path.Combine(report.Folder, ".curation", "quarantine")}");
    progress.WriteLine($"{job.TakenOut:N0} documents were removed from the pool because they repeat evaluation text.");
    progress.Dispose();
    ResultTable.Print(outcomes);
    progress.WriteLine("bits/byte: lower is better. control: the pool without the target's own area, so that only resemblance counts, not retrieval.");
    progress.WriteLine("little overlap: bits/byte on the evaluation documents (their number) of which under 5 % occurs in any of the selections.");
    foreach (Outcome outcome in outcomes.Where(outcome => input.ControlField is not null))
        progress.WriteLine($"{outcome.Selection.Method.Name}, seed {outcome.Selection.Seed}: " + string.Join(", ",
            outcome.Selection.Sources.OrderByDescending(source => source.Value).Take(6).Select(source => $"{source.Key} {source.Value}")));
    progress.WriteLine($"Selections, token shards and models are in '{Path.GetFullPath(folder)}' ({clock.Elapsed:h\\:mm\\:ss}).");
}
