using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using CleanCorpus;
using DataCuration;

var input = new Option<string[]>("--in")
{
    Description = "JSONL files (globs; plain, gzip or zstd). Default: a small dirty corpus that the program writes itself.",
    AllowMultipleArgumentsPerToken = true
};
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "cleancorpus-out"
};
var textField = new Option<string>("--text-field") { Description = "The field with the text.", DefaultValueFactory = _ => "text" };
Option<string> profile = new Option<string>("--profile") { Description = "The filters.", DefaultValueFactory = _ => Settings.Profiles[0] }
    .AcceptOnlyFromAmong(Settings.Profiles);
var benchmark = new Option<string[]>("--benchmark")
{
    Description = "JSONL files with benchmark items; documents that repeat 12 words of one are dropped. Default: none, or a small one without --in.",
    AllowMultipleArgumentsPerToken = true
};
var question = new Option<string>("--question-field") { Description = "The field with an item's question.", DefaultValueFactory = _ => "question" };
var answer = new Option<string>("--answer-field") { Description = "The field with its answer or answers.", DefaultValueFactory = _ => "answer" };
var examples = new Option<int>("--examples") { Description = "Example documents for each reason in the report.", DefaultValueFactory = _ => 2 };
var workers = new Option<int>("--workers")
{
    Description = "The number of files or parts of files read in parallel. It does not change the output.",
    DefaultValueFactory = _ => Environment.ProcessorCount
};
var maxFaults = new Option<double>("--max-faults")
{
    Description = "The share of a shard's records that may be damaged before the shard fails, 0 to 1.",
    DefaultValueFactory = _ => 0.05
};
var keep = new Option<bool>("--keep")
{
    Description = "Stop if finished output in the folder depends on an option or file that changed. Without it the output is made again."
};

AtLeast(workers, 1);
AtLeast(examples, 0);
maxFaults.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1)) result.AddError("--max-faults is a share between 0 and 1.");
});

var command = new RootCommand("Filters, deduplicates and decontaminates raw documents, and reports what went and why.")
    { input, output, textField, profile, benchmark, question, answer, examples, workers, maxFaults, keep };
command.SetAction(async (arguments, _) =>
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(async cancellationToken =>
    {
        try
        {
            await RunAsync(arguments, progress, cancellationToken);
        }
        catch (ResumeMismatchException e)
        {
            // In the words of the command line.
            throw new CurationException(e.Message.Replace("set RunOptions.WhenChanged to WhenChanged.Remake", "leave out --keep", StringComparison.Ordinal), e);
        }
    }, progress);
});
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

async Task RunAsync(ParseResult arguments, ConsoleProgress progress, CancellationToken cancellationToken)
{
    var clock = Stopwatch.StartNew();
    string folder = Path.GetFullPath(arguments.GetValue(output)!);
    string[] files = arguments.GetValue(input) ?? [], benchmarks = arguments.GetValue(benchmark) ?? [];
    if (files.Length == 0)
    {
        (string own, string items) = SampleCorpus.Write(Path.Combine(folder, "raw"));
        files = [own];
        if (benchmarks.Length == 0) benchmarks = [items];
        Console.WriteLine($"No --in: a dirty corpus and a benchmark were written to {Path.Combine(folder, "raw")}.\n");
    }
    var settings = new Settings
    {
        Input = files,
        TextField = arguments.GetValue(textField)!,
        Profile = arguments.GetValue(profile)!,
        Benchmarks = benchmarks,
        QuestionField = arguments.GetValue(question)!,
        AnswerField = arguments.GetValue(answer)!,
        Examples = arguments.GetValue(examples),
    };
    using var run = new CurationRun(new RunOptions
    {
        WorkDirectory = folder,
        MaxParallelShards = arguments.GetValue(workers),
        Faults = FaultPolicy.Quarantine(arguments.GetValue(maxFaults)),
        WhenChanged = arguments.GetValue(keep) ? WhenChanged.Refuse : WhenChanged.Remake,
        Progress = progress,
    });
    Outcome outcome = await Job.RunAsync(settings, run, cancellationToken);
    progress.Dispose();
    Report.Print(outcome, Console.Out);
    string report = Report.Write(outcome, settings, folder);
    int reused = outcome.Filtering.ReusedShards + outcome.Cleaning.ReusedShards;
    int shards = outcome.Filtering.Shards.Count + outcome.Cleaning.Shards.Count;
    string took = string.Create(CultureInfo.InvariantCulture, $"{clock.Elapsed.TotalSeconds:F1} s");
    Console.WriteLine($"The corpus is in {outcome.Cleaning.Folder}, the report in {report} ({reused} of {shards} shards were finished before, {took}).");
}

static void AtLeast(Option<int> option, int least) => option.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < least) result.AddError($"{option.Name} must be at least {least}.");
});
