using System.CommandLine;
using System.Globalization;
using DataCuration;
using RateAndTag;

var labelled = new Option<string[]>("--labelled") { Description = "JSONL files with labels to train on (globs; .gz and .zst too). Default: the .NET API reference that this SDK ships.", AllowMultipleArgumentsPerToken = true };
var pool = new Option<string[]>("--pool") { Description = "JSONL files to rate and tag. Default: the labelled ones.", AllowMultipleArgumentsPerToken = true };
var quality = new Option<string>("--quality") { Description = "The field with the quality label.", DefaultValueFactory = _ => SampleTexts.QualityField };
var good = new Option<string>("--good") { Description = "The quality label that stands for good text.", DefaultValueFactory = _ => "good" };
var domain = new Option<string>("--domain") { Description = "The field with the domain label.", DefaultValueFactory = _ => SampleTexts.DomainField };
var source = new Option<string>("--source") { Description = "The field with the source, by which examples are parted.", DefaultValueFactory = _ => SampleTexts.SourceField };
var share = new Option<double>("--share") { Description = "The share of the characters that the selection by quantile keeps.", DefaultValueFactory = _ => 0.3 };
var budget = new Option<long>("--budget") { Description = "How many characters the selection by quotas has.", DefaultValueFactory = _ => 1_000_000 };
var seed = new Option<ulong>("--seed") { Description = "Seed of split, balance and selection.", DefaultValueFactory = _ => 1 };
var threads = new Option<int>("--threads") { Description = "Threads of a training. With 1 the same input gives the same models.", DefaultValueFactory = _ => 1 };
var output = new Option<string>("--out") { Description = "Folder for everything that is made. The same command again goes on from what is there.", DefaultValueFactory = _ => "rate-and-tag-out", Recursive = true };

var files = new Argument<string[]>("files") { Description = "Text files, one for each language, named by it (en.txt). Default: a few sentences in six languages.", Arity = ArgumentArity.ZeroOrMore };
var buckets = new Option<int>("--buckets") { Description = "Rows for character n-grams; lid.176 has 2,000,000.", DefaultValueFactory = _ => 20_000 };
var epochs = new Option<int>("--epochs") { Description = "How often the text is read: few times where there is much of it.", DefaultValueFactory = _ => 200 };
var language = new Command("language", "Trains language identification in the shape of lid.176 and judges it by every fifth line.") { files, buckets, epochs };
language.SetAction((arguments, cancellationToken) => Guard(() =>
{
    new LanguageJob(arguments.GetValue(files) ?? [], arguments.GetValue(buckets), arguments.GetValue(epochs), Path.GetFullPath(arguments.GetValue(output)!), new LiveProgress()).Run(cancellationToken);
    return Task.CompletedTask;
}));

var command = new RootCommand("Trains a quality and a domain model, rates and tags a corpus with them, and selects from it.") { labelled, pool, quality, good, domain, source, share, budget, seed, threads, output, language };
command.SetAction((arguments, cancellationToken) => Guard(async () =>
{
    var progress = new LiveProgress();
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
    using var run = new CurationRun(new RunOptions { WorkDirectory = folder, Progress = progress });
    await new RateJob(settings, run, progress).RunAsync(cancellationToken);
    progress.Say(string.Create(CultureInfo.InvariantCulture, $"Models, the tagged corpus and both selections are in {folder}."));
}));
return await command.Parse(args).InvokeAsync();

static async Task<int> Guard(Func<Task> work)
{
    try
    {
        await work();
        return 0;
    }
    catch (OperationCanceledException)
    {
        Console.Error.WriteLine("Stopped. What is finished stays: the same command goes on from there.");
        return 130;
    }
    catch (Exception e) when (e is CurationException or ArgumentException or IOException or UnauthorizedAccessException or InvalidDataException)
    {
        Console.Error.WriteLine($"error: {e.Message}");
        return 1;
    }
}
