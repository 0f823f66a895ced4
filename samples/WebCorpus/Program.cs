using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using DataCuration;
using DataCuration.Extraction;
using Spectre.Console;
using WebCorpus;

var input = new Option<string[]>("--input")
{
    Description = "WARC, WET or ARC files (globs; plain, gzip or zstd). Default: a small crawl that the program writes itself, part of it damaged.",
    AllowMultipleArgumentsPerToken = true
};
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "webcorpus-out"
};
Option<string> format = new Option<string>("--format") { Description = "The output format.", DefaultValueFactory = _ => "parquet" }
    .AcceptOnlyFromAmong("parquet", "jsonl");
Option<string> text = new Option<string>("--text") { Description = "The text format.", DefaultValueFactory = _ => "markdown" }
    .AcceptOnlyFromAmong("plain", "markdown");
Option<string> focus = new Option<string>("--focus")
{
    Description = "Precision or recall: which counts more if a part of a page is doubtful.",
    DefaultValueFactory = _ => "balanced"
}.AcceptOnlyFromAmong("precision", "balanced", "recall");
Option<string> tables = new Option<string>("--tables")
{
    Description = "markdown keeps tables as they are; lines writes each row as 'caption | header: value; header: value'.",
    DefaultValueFactory = _ => "markdown"
}.AcceptOnlyFromAmong("markdown", "lines");
var minWords = new Option<int>("--min-words") { Description = "Pages with fewer words of main content are dropped.", DefaultValueFactory = _ => 1 };
var languages = new Option<string[]>("--languages")
{
    Description = "Keep pages that declare one of these languages (en de …). Default: all.",
    AllowMultipleArgumentsPerToken = true
};
var status = new Option<int[]>("--warc-status")
{
    Description = "Keep responses with these HTTP status codes.",
    DefaultValueFactory = _ => [200],
    AllowMultipleArgumentsPerToken = true
};
var workers = new Option<int>("--workers")
{
    Description = "The number of files read in parallel. It does not change the output.",
    DefaultValueFactory = _ => Environment.ProcessorCount
};
var maxFaults = new Option<double>(
    "--max-faults")
{ Description = "The share of a shard's records that may be damaged before the shard fails, 0 to 1.", DefaultValueFactory = _ => 0.2 };
var keep = new Option<bool>("--keep")
{
    Description = "Stop if finished output in the folder depends on an option or file that changed. Without it the output is made again."
};

AtLeast(minWords, 1);
AtLeast(workers, 1);
maxFaults.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (>= 0 and <= 1)) result.AddError("--max-faults is a share between 0 and 1.");
});

var command = new RootCommand("Turns crawl files (WARC) into clean text with metadata, and reports the reason for every record that did not become a page.")
    { input, output, format, text, focus, tables, minWords, languages, status, workers, maxFaults, keep };
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
    string[] files = arguments.GetValue(input) ?? [];
    if (files.Length == 0)
    {
        files = [SampleCrawl.Write(Path.Combine(folder, "crawl"))];
        Console.WriteLine(
            $"No --input: a crawl of {Directory.GetFiles(Path.Combine(folder, "crawl")).Length} files was written to {Path.Combine(folder, "crawl")}.");
    }
    var settings = new Settings
    {
        Input = files,
        Output = folder,
        Parquet = arguments.GetValue(format) == "parquet",
        Text = arguments.GetValue(text) == "markdown" ? TextFormat.Markdown : TextFormat.PlainText,
        Focus = Enum.Parse<ExtractionFocus>(arguments.GetValue(focus)!, ignoreCase: true),
        MinWords = arguments.GetValue(minWords),
        LinearizeTables = arguments.GetValue(tables) == "lines",
        Languages = arguments.GetValue(languages) ?? [],
        Statuses = [.. arguments.GetValue(status)!.Distinct().Order()],
    };
    using var run = new CurationRun(new RunOptions
    {
        WorkDirectory = folder,
        MaxParallelShards = arguments.GetValue(workers),
        Faults = FaultPolicy.Quarantine(arguments.GetValue(maxFaults)),
        WhenChanged = arguments.GetValue(keep) ? WhenChanged.Refuse : WhenChanged.Remake,
        Progress = progress,
    });
    (Corpus pages, RunReport report) = await Job.RunAsync(settings, run, cancellationToken);
    progress.Dispose();
    if (Console.IsOutputRedirected) AnsiConsole.Profile.Width = 160;
    if (report.Kept > 0) await PageTable.PrintAsync(pages, run, cancellationToken);
    LossReport.Print(report);
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"The pages are in {report.Folder} ({arguments.GetValue(format)}, {clock.Elapsed.TotalSeconds:F1} s)."));
}

static void AtLeast(Option<int> option, int least) => option.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < least) result.AddError($"{option.Name} must be at least {least}.");
});
