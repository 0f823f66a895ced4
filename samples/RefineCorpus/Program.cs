using System.CommandLine;
using DataCuration;
using DataCuration.LanguageModels;
using RefineCorpus;

var input = new Option<string[]>("--input")
{
    Description = "JSONL files with the texts to refine (globs). Default: eight small pages beside the program.",
    AllowMultipleArgumentsPerToken = true
};
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "refine-out"
};
var address = new Option<string?>("--address") { Description = "A server of the chat-completions protocol, such as http://127.0.0.1:8000/v1/ for vLLM." };
var gguf = new Option<string?>("--gguf") { Description = "A GGUF file, which llama.cpp runs in this process." };
var model = new Option<string>("--model")
{
    Description = "The model's name on the server, and in the ledger.",
    DefaultValueFactory = _ => RecordedAnswers.Model
};
var concurrency = new Option<int>("--concurrency")
{
    Description = "The number of calls at once. For a GGUF file: of contexts, which take memory each.",
    DefaultValueFactory = _ => 2
};
Option<string> template = new Option<string>("--template")
{
    Description = "The chat template. 'server' leaves it to the server; --test-templates finds the right one.",
    DefaultValueFactory = _ => ProXTemplate.Server.Name
}.AcceptOnlyFromAmong([.. ProXTemplate.All.Select(preset => preset.Name)]);
Option<string> mode = new Option<string>("--mode")
{
    Description = "strict reads programs with care. compat does what the reference code does, for reproducing published data.",
    DefaultValueFactory = _ => "strict"
}.AcceptOnlyFromAmong("strict", "compat");
var original = new Option<bool>("--keep-original") { Description = "Keep the text as it was in the field prox_original, for documents that change." };
var test = new Option<bool>("--test-templates") { Description = "Try all chat templates on the first eight documents, and stop." };
concurrency.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1) result.AddError("--concurrency must be at least 1.");
});

var command = new RootCommand("Refines a corpus with ProX: one model drops documents, another one writes small programs that remove lines and strings. "
    + "Without a server or a file, answers are used that were recorded from a stand-in with simple rules.")
    { input, output, address, gguf, model, concurrency, template, mode, original, test };
address.Validators.Add(result =>
{
    if (!Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out _))
        result.AddError("--address is no address; give one such as http://127.0.0.1:8000/v1/.");
});
command.Validators.Add(result =>
{
    bool hasServer = result.GetValue(address) is not null, hasFile = result.GetValue(gguf) is not null;
    if (hasServer && hasFile) result.AddError("Give --address or --gguf, not both.");
    Option[] own = [input, model, template, test];
    if (!hasServer && !hasFile && own.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } wanted)
        result.AddError($"{wanted.Name} needs a model: give --address or --gguf. The recorded answers are for the pages beside the program.");
});
command.SetAction(async (arguments, _) =>
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(cancellationToken => RunAsync(arguments, progress, cancellationToken), progress);
});
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });

async Task RunAsync(ParseResult arguments, ConsoleProgress progress, CancellationToken cancellationToken)
{
    string folder = Path.GetFullPath(arguments.GetValue(output)!);
    var options = new EndpointOptions { Model = arguments.GetValue(model)!, MaxConcurrency = arguments.GetValue(concurrency) };
    ProXTemplate form = ProXTemplate.All.First(preset => preset.Name == arguments.GetValue(template));
    bool isComplete = form != ProXTemplate.Server || arguments.GetValue(test);
    using LocalModel? local = arguments.GetValue(gguf) is { } file ? LocalModel.Load(file, options.MaxConcurrency, !isComplete) : null;
    Uri server = arguments.GetValue(address) is { } given ? new Uri(given) : RecordedAnswers.NoServer;
    bool isRecorded = local is null && server == RecordedAnswers.NoServer;
    string ledgerFolder = Path.Combine(folder, isRecorded ? "recorded-ledger" : "ledger");
    using var endpoint = local is not null ? new LanguageModelEndpoint(local.Client, options with { Model = Path.GetFileName(arguments.GetValue(gguf)!) })
        : new LanguageModelEndpoint(server, options);
    if (isRecorded)
    {
        RecordedAnswers.CopyTo(ledgerFolder);
        Console.WriteLine("No --address and no --gguf: the answers were recorded from a stand-in with simple rules.");
    }
    using CallLedger ledger = CallLedger.Open(ledgerFolder);
    var calls = new LanguageModelCalls(endpoint, ledger);
    using var run = new CurationRun(new RunOptions
    {
        WorkDirectory = folder,
        Faults = FaultPolicy.Quarantine(0.05),
        WhenChanged = WhenChanged.Remake,
        Progress = progress,
    });
    string[] files = arguments.GetValue(input) is { Length: > 0 } patterns ? patterns : [Path.Combine(AppContext.BaseDirectory, "pages.jsonl")];
    Corpus corpus = Corpus.FromJsonl(files);
    if (arguments.GetValue(test))
    {
        // With a file, the messages of the template 'server' would need the file's own template.
        ProXTemplate[] tried = [.. ProXTemplate.All.Where(preset => local is null || preset != ProXTemplate.Server)];
        Console.WriteLine(await corpus.Take(8).FitAsync(new ProXTemplateTest(calls) { Templates = tried }, run, cancellationToken));
        return;
    }
    ProXMode reading = arguments.GetValue(mode) == "compat" ? ProXMode.Compat : ProXMode.Strict;
    Corpus refined = await corpus
        .Pipe(new ProXDocumentRefiner(calls) { Template = form, Mode = reading })
        .Pipe(new ProXChunkRefiner(calls) { Template = form, Options = new ProXOptions { Mode = reading }, KeepsOriginal = arguments.GetValue(original) })
        .WriteJsonlAsync("refined", run, cancellationToken: cancellationToken);
    long edited = 0, words = 0;
    await foreach (Document document in refined.AsAsyncEnumerable(run, cancellationToken))
    {
        words += document.Get(ProXAnnotations.WordsRemoved);
        if (document.Get(ProXAnnotations.Outcome) == "edited") edited++;
    }
    Console.WriteLine(run.Summarize());
    Console.WriteLine(calls.Report());
    Console.WriteLine($"cost of a refiner with 0.3 billion parameters: {ProXCost.FromUsage(calls.Report(), ProXCost.SmallParameters)}");
    Console.WriteLine($"{edited} documents were edited, and {words} words removed. The texts are in {Path.Combine(folder, "refined")}.");
}
