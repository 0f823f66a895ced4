using System.CommandLine;
using System.Globalization;
using DataCuration;
using RateAndTag;

var labelled = new Option<string[]>("--labelled")
{
    Description = "JSONL files with labels to train on (globs; .gz and .zst too). Default: the .NET API reference that this SDK ships.",
    AllowMultipleArgumentsPerToken = true
};
var pool = new Option<string[]>("--pool") { Description = "JSONL files to rate and tag. Default: the labelled ones.", AllowMultipleArgumentsPerToken = true };
var quality = new Option<string>("--quality") { Description = "The field with the quality label.", DefaultValueFactory = _ => SampleTexts.QualityField };
var good = new Option<string>("--good") { Description = "The label of good text.", DefaultValueFactory = _ => "good" };
var domain = new Option<string>("--domain") { Description = "The field with the domain label.", DefaultValueFactory = _ => SampleTexts.DomainField };
var source = new Option<string>("--source")
{
    Description = "The field with the source, by which examples are split.",
    DefaultValueFactory = _ => SampleTexts.SourceField
};
var share = new Option<double>("--share") { Description = "The share of the characters that the selection by quantile keeps.", DefaultValueFactory = _ => 0.3 };
var budget = new Option<long>("--budget")
{
    Description = "The number of characters that the selection by quotas takes.",
    DefaultValueFactory = _ => 1_000_000
};
var seed = new Option<ulong>("--seed") { Description = "Seed of split, balance and selection.", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads")
{
    Description = "Threads of a training. With 1 the same input gives the same models.",
    DefaultValueFactory = _ => 1
};
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "rate-and-tag-out",
    Recursive = true
};

var files = new Argument<string[]>("files")
{
    Description = "Text files, one for each language, named by it (en.txt). Default: a few sentences in six languages.",
    Arity = ArgumentArity.ZeroOrMore
};
var buckets = new Option<int>("--buckets") { Description = "Rows for character n-grams; lid.176 has 2,000,000.", DefaultValueFactory = _ => 20_000 };
var epochs = new Option<int>("--epochs") { Description = "The number of passes over the text: few for a large text.", DefaultValueFactory = _ => 200 };
var language = new Command("language",
    "Trains language identification in the format of lid.176 and evaluates it on every fifth line.") { files, buckets, epochs };
language.SetAction((arguments, _) => RunAsync((progress, cancellationToken) =>
{
    new LanguageJob(arguments.GetValue(files) ?? [], arguments.GetValue(buckets), arguments.GetValue(epochs), Path.GetFullPath(arguments.GetValue(output)!),
        progress).Run(cancellationToken);
    return Task.CompletedTask;
}));

var command = new RootCommand("Trains a quality and a domain model, rates and tags a corpus with them, and selects from it.") { labelled, pool, quality, good,
    domain, source, share, budget, seed, threads, output, language };
command.SetAction((arguments, _) => RunAsync(async (progress, cancellationToken) =>
{
    var settings = new RateSettings
    {
        Labelled = arguments.GetValue(labelled) ?? [],
        Pool = arguments.GetValue(pool) ?? [],
        QualityField = arguments.GetValue(quality)!,
        GoodLabel = arguments.GetValue(good)!,
        DomainField = arguments.GetValue(domain)!,
        SourceField = arguments.GetValue(source)!,
        Share = arguments.GetValue(share),
        Budget = arguments.GetValue(budget),
        Seed = arguments.GetValue(seed),
        Threads = arguments.GetValue(threads),
    };
    string folder = Path.GetFullPath(arguments.GetValue(output)!);
    using var run = new CurationRun(new RunOptions { WorkDirectory = folder, WhenChanged = WhenChanged.Remake, Progress = progress });
    await new RateJob(settings, run, progress).RunAsync(cancellationToken);
    progress.WriteLine(string.Create(CultureInfo.InvariantCulture, $"Models, the tagged corpus and both selections are in {folder}."));
}));
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

static async Task<int> RunAsync(Func<ConsoleProgress, CancellationToken, Task> work)
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(cancellationToken => work(progress, cancellationToken), progress);
}
