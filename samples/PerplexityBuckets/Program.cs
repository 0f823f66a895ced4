using System.CommandLine;
using System.Globalization;
using DataCuration;
using PerplexityBucketsSample;

var reference = new Option<string[]>("--reference")
{
    Description = "JSONL files to train the model on (globs; .gz and .zst too).",
    AllowMultipleArgumentsPerToken = true
};
var pool = new Option<string[]>("--pool")
{
    Description = "JSONL files to divide. Default: the .NET API reference that this SDK ships, a third of it damaged.",
    AllowMultipleArgumentsPerToken = true
};
var order = new Option<int>("--order") { Description = "The order of the n-gram model, 1 to 6.", DefaultValueFactory = _ => 5 };
var group = new Option<string?>("--group") { Description = "A field, such as the language, whose values have cutoffs of their own." };
var folder = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "perplexity-buckets-out"
};
var command = new RootCommand("Divides documents into head, middle and tail by the perplexity of an n-gram model.") { reference, pool, order, group, folder };
command.Validators.Add(parsed =>
{
    bool hasReference = parsed.GetValue(reference) is { Length: > 0 }, hasPool = parsed.GetValue(pool) is { Length: > 0 };
    if (hasReference != hasPool) parsed.AddError("Give both --reference and --pool, or neither.");
});
command.SetAction(async (arguments, _) =>
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(async cancellationToken =>
    {
        var settings = new Settings
        {
            Reference = arguments.GetValue(reference) ?? [],
            Pool = arguments.GetValue(pool) ?? [],
            Order = arguments.GetValue(order),
            GroupField = arguments.GetValue(group),
        };
        string work = Path.GetFullPath(arguments.GetValue(folder)!);
        using var run = new CurationRun(new RunOptions { WorkDirectory = work, WhenChanged = WhenChanged.Remake, Progress = progress });
        var report = new StringWriter(CultureInfo.InvariantCulture);
        await Job.RunAsync(settings, run, report, cancellationToken);
        progress.WriteLine(report.ToString());
        progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"The buckets are in {Path.Combine(work, "buckets")}."));
    }, progress);
});
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
