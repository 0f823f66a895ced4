using System.CommandLine;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Pretrain;

/// <summary>The <c>pretrain compare</c> command: a selection experiment that can be stopped or killed.</summary>
internal static class CompareCommand
{
    public static Command Create()
    {
        var folder = new Argument<DirectoryInfo>("folder") { Description = "The folder of the experiment." };
        var tokens = new Argument<DirectoryInfo[]>("tokens") { Description = "The folders of token shards, one for each selection." };
        var steps = new Option<int>("--steps") { Description = "The number of steps of each training.", DefaultValueFactory = _ => 100 };
        var command = new Command("compare", "Trains the small model of 'run' on each selection with two seeds, and compares them on the texts of the first "
            + "documents. A signal stops it, and the same command continues.") { folder, tokens, steps };
        command.SetAction((parsed, _) => ConsoleProgram.RunAsync(async cancellationToken =>
        {
            TokenShards[] shards = [.. parsed.GetValue(tokens)!.Select(folder => TokenShards.Open(folder.FullName))];
            try
            {
                SelectionExperimentReport report = await RunAsync(parsed.GetValue(folder)!.FullName, shards, parsed.GetValue(steps),
                    progress => Console.WriteLine(progress), cancellationToken).ConfigureAwait(false);
                Console.WriteLine(report.ToMarkdown());
            }
            finally
            {
                foreach (TokenShards one in shards) one.Dispose();
            }
        }));
        return command;
    }

    /// <summary>Runs the experiment.</summary>
    /// <param name="folder">Its folder.</param>
    /// <param name="shards">The selections, named by their folders.</param>
    /// <param name="steps">The number of steps of each training.</param>
    /// <param name="report">Receives the progress.</param>
    /// <param name="cancellationToken">Stops the trainings with checkpoints.</param>
    internal static Task<SelectionExperimentReport> RunAsync(string folder, IReadOnlyList<TokenShards> shards, int steps, Action<ExperimentProgress> report,
        CancellationToken cancellationToken)
    {
        var experiment = new SelectionExperiment(new TorchSharpBackend())
        {
            Folder = folder,
            Model = PretrainCommand.RunModel,
            Training = PretrainCommand.RunOptions(steps, 5, folder) with { CheckpointFolder = null, Packing = RowPacking.Stream },
            Seeds = [1, 2],
            MaxPasses = 1_000,
        };
        const int HeldOut = 20;
        TokenShards first = shards[0];
        EvaluationSet set = EvaluationSet.FromDocuments(Enumerable.Range(0, (int)Math.Min(HeldOut, first.DocumentCount))
            .Select(i => new Document(FormattableString.Invariant($"d{i}"), ByteTokenEncoder.Instance.Decode(first.GetTokens(i)))), ByteTokenEncoder.Instance);
        return experiment.RunAsync([.. shards.Select(one => new ExperimentSelection(Path.GetFileName(one.Folder), one))], set, new Reporter(report),
            cancellationToken);
    }

    private sealed class Reporter(Action<ExperimentProgress> report) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value) => report(value);
    }
}
