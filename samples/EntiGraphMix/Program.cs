using System.CommandLine;
using DataCuration;
using DataCuration.LanguageModels;
using DataCuration.Training.TorchSharp;
using EntiGraphMix;

var sources = new Option<string[]>("--sources")
{
    Description = "JSONL files with the documents to learn (globs). Default: four invented ones beside the program.",
    AllowMultipleArgumentsPerToken = true
};
var replay = new Option<string[]>("--replay")
{
    Description = "JSONL files with general text (globs). Default: 48 short texts beside the program.",
    AllowMultipleArgumentsPerToken = true
};
var heldOut = new Option<string[]>("--eval")
{
    Description = "JSONL files with held-out text (globs). Default: eight texts beside the program; half of them tell the sources' facts in other words.",
    AllowMultipleArgumentsPerToken = true
};
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "entigraph-out"
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
var triples = new Option<int>("--triples")
{
    Description = "The number of triples of entities that are asked about, for each document.",
    DefaultValueFactory = _ => 2
};
var share = new Option<double>("--share") { Description = "The share of replay in the tokens of the mix.", DefaultValueFactory = _ => 0.1 };
var count = new Option<long>("--count")
{
    Description = "The number of tokens to train on (byte encoder: one token per byte of text).",
    DefaultValueFactory = _ => 100_000
};
concurrency.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 1) result.AddError("--concurrency must be at least 1.");
});
triples.Validators.Add(result =>
{
    if (result.GetValueOrDefault<int>() < 0) result.AddError("--triples must not be negative.");
});
share.Validators.Add(result =>
{
    if (result.GetValueOrDefault<double>() is not (>= 0 and < 1)) result.AddError("--share must be at least 0 and below 1.");
});
count.Validators.Add(result =>
{
    if (result.GetValueOrDefault<long>() < 1) result.AddError("--count must be at least 1.");
});
address.Validators.Add(result =>
{
    if (!Uri.TryCreate(result.GetValueOrDefault<string?>(), UriKind.Absolute, out _))
        result.AddError("--address is no address; give one such as http://127.0.0.1:8000/v1/.");
});

var command = new RootCommand("Turns a few documents into training text with EntiGraph, mixes it with replay, writes token shards, and trains a small model. "
    + "Without a server or a file, answers are used that were recorded from a stand-in with simple rules.")
    { sources, replay, heldOut, output, address, gguf, model, concurrency, triples, share, count };
command.Validators.Add(result =>
{
    bool hasServer = result.GetValue(address) is not null, hasFile = result.GetValue(gguf) is not null;
    if (hasServer && hasFile) result.AddError("Give --address or --gguf, not both.");
    Option[] own = [sources, model, triples];
    if (!hasServer && !hasFile && own.FirstOrDefault(option => result.GetResult(option) is { Implicit: false }) is { } wanted)
        result.AddError($"{wanted.Name} needs a model: give --address or --gguf. The recorded answers are for the documents beside the program.");
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
    var backend = new TorchSharpBackend(); // loads the native library: if that is missing, it should be reported now, not after the calls
    var options = new EndpointOptions { Model = arguments.GetValue(model)!, MaxConcurrency = arguments.GetValue(concurrency) };
    using LocalModel? local = arguments.GetValue(gguf) is { } file ? LocalModel.Load(file, options.MaxConcurrency) : null;
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
    using var run = new CurationRun(new RunOptions
    {
        WorkDirectory = folder,
        Faults = FaultPolicy.Quarantine(0.05),
        WhenChanged = WhenChanged.Remake,
        Progress = progress,
    });
    var job = new Job(run, new LanguageModelCalls(endpoint, ledger), backend, progress)
    {
        Sources = Read(sources, "sources.jsonl"),
        Replay = Read(replay, "general.jsonl"),
        HeldOut = Read(heldOut, "heldout.jsonl"),
        Triples = arguments.GetValue(triples),
        Share = arguments.GetValue(share),
        Tokens = arguments.GetValue(count),
    };
    await job.RunAsync(cancellationToken);

    Corpus Read(Option<string[]> option, string beside) =>
        Corpus.FromJsonl(arguments.GetValue(option) is { Length: > 0 } patterns ? patterns : [Path.Combine(AppContext.BaseDirectory, beside)]);
}
