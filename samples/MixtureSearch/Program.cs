using System.CommandLine;
using DataCuration;
using DataCuration.Training.TorchSharp;
using MixtureSearch;

var tokens = new Option<long>("--tokens")
{
    Description = "The number of tokens that each model is trained on (byte encoder: one token per byte of text).",
    DefaultValueFactory = _ => 60_000,
};
var tolerance = new Option<double>("--tolerance")
{
    Description = "How much worse on general text the plan may be than a size-proportional mixture, in bits per byte.",
    DefaultValueFactory = _ => 0,
};
var quick = new Option<bool>("--quick") { Description = "Fewer and shorter trainings: ten seconds instead of a minute, and a rougher result." };
var output = new Option<string>("--out")
{
    Description = "Folder for all output. The same command continues from there.",
    DefaultValueFactory = _ => "mixture-search-out",
};
var command = new RootCommand("Searches the mixture of four sources that is best for a target (CLIMB), fits a law of the loss against its share beside general "
    + "text, plots it, and compares the plan with other mixtures.") { tokens, tolerance, quick, output };
command.SetAction(async (arguments, _) =>
{
    using var progress = new ConsoleProgress();
    return await ConsoleProgram.RunAsync(async cancellationToken =>
    {
        var settings = new Settings
        {
            Tokens = arguments.GetValue(tokens),
            Tolerance = arguments.GetValue(tolerance),
            IsQuick = arguments.GetValue(quick),
        };
        string folder = Path.GetFullPath(arguments.GetValue(output)!);
        var backend = new TorchSharpBackend(); // loads the native library: if that is missing, it should be reported now
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder, WhenChanged = WhenChanged.Remake, Progress = progress });
        await new Job(settings, run, backend, progress).RunAsync(cancellationToken);
    }, progress);
});
// ConsoleProgram handles Ctrl-C.
return await command.Parse(args).InvokeAsync(new InvocationConfiguration { ProcessTerminationTimeout = null });
