using System.CommandLine;

namespace DataCuration.Experiments;

/// <summary>The options that both experiments have.</summary>
internal sealed class ExperimentOptions
{
    private readonly Option<ulong[]> seeds = new("--seeds")
    {
        Description = "The seeds. Each is a whole experiment: data, initial parameters and order of documents.",
        DefaultValueFactory = _ => [1, 2, 3],
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int> steps;

    private readonly Option<FileInfo?> output = new("--out") { Description = "A file that the results are appended to, as lines of JSON. Default: none." };

    private readonly Option<string> machine = new("--machine")
    {
        Description = "The description of the machine in the results.",
        DefaultValueFactory = _ => $"{System.Runtime.InteropServices.RuntimeInformation.OSDescription}, {Environment.ProcessorCount} processors",
    };

    public ExperimentOptions(int defaultSteps) =>
        steps = new("--steps") { Description = "The optimizer steps of each training.", DefaultValueFactory = _ => defaultSteps };

    public void AddTo(Command command)
    {
        command.Add(seeds);
        command.Add(steps);
        command.Add(output);
        command.Add(machine);
    }

    public ulong[] Seeds(ParseResult parsed) => [.. parsed.GetValue(seeds)!.Distinct()];

    public int Steps(ParseResult parsed) => parsed.GetValue(steps);

    /// <summary>Opens the results with a first line about the run.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="verb">The command.</param>
    /// <param name="more">The experiment's own options, for the line.</param>
    public ResultLines Open(ParseResult parsed, string verb, string more) => new(parsed.GetValue(output), verb, parsed.GetValue(machine)!,
        FormattableString.Invariant($"{verb} {more} --seeds {string.Join(' ', Seeds(parsed))} --steps {Steps(parsed)}"));
}
