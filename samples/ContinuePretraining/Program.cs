using System.CommandLine;
using ContinuePretraining;
using DataCuration;
using DataCuration.Training.TorchSharp;

var replay = new Option<double>("--replay")
{
    Description = "The share of general text in the tokens of the model with replay, above 0 and below 1.",
    DefaultValueFactory = _ => 0.25
};
var tokens = new Option<long>("--tokens")
{
    Description = "The number of tokens that each continued model is trained on (byte encoder: one token per byte of text).",
    DefaultValueFactory = _ => 50_000
};
var baseTokens = new Option<long>("--base-tokens") { Description = "The number of tokens of the first model.", DefaultValueFactory = _ => 100_000 };
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "continue-pretraining-out"
};
var command = new RootCommand("Trains a small model on general text, saves it, continues it on a selection with and without replay, and prints what the "
    + "models know of the domain and of general text.") { replay, tokens, baseTokens, output };
command.SetAction(async (arguments, _) =>
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(async cancellationToken =>
    {
        var settings = new Settings
        {
            Replay = arguments.GetValue(replay),
            Tokens = arguments.GetValue(tokens),
            BaseTokens = arguments.GetValue(baseTokens),
        };
        string folder = Path.GetFullPath(arguments.GetValue(output)!);
        var backend = new TorchSharpBackend(); // loads the native library: if that is missing, it should be reported now, not after the selection
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder, WhenChanged = WhenChanged.Remake, Progress = progress });
        await new Job(settings, run, backend, progress).RunAsync(cancellationToken);
    }, progress);
});
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
