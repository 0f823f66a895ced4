using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Runs several language models over a corpus and writes their losses to one file, which <see cref="PredictiveStrengthTagger"/> reads: JSON lines in the corpus's order, as <see cref="LossFile"/> describes them. A run that is
/// stopped goes on with the shards that are not done. Benchmarks are no part of what is computed: with others the same file is found again.
/// </summary>
/// <remarks>
/// A text that is empty, or whose loss is not finite, has no loss of that model: such documents are counted in the run's log, and PreSelect leaves them out. Ids should be distinct: one that is there again with other losses is
/// named in the log, and the tagger refuses the file; with equal losses it does no harm. Memory holds a batch of documents for each worker, beside what the models take, and at the end the losses, as the tagger holds them.
/// </remarks>
/// <param name="models">The models; two at least, with names of their own.</param>
public sealed class LossFit(params IReadOnlyList<ScoredModel> models) : CorpusFit<LossFile>
{
    private const string FileName = "losses.jsonl";
    private readonly IReadOnlyList<ScoredModel> models = Checked(models);

    /// <inheritdoc/>
    public override string Name => "losses";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DescribeModels(writer);
    }

    internal void DescribeModels(FingerprintWriter writer)
    {
        for (int i = 0; i < models.Count; i++)
        {
            writer.BeginScope(string.Create(CultureInfo.InvariantCulture, $"model.{i}"));
            writer.Add("name", models[i].Model.Name);
            writer.Add("batch_size", models[i].Scorer.BatchSize);
            models[i].Scorer.Describe(writer);
            writer.EndScope();
        }
    }

    /// <inheritdoc/>
    protected override async Task<LossFile> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles shards = await scope.MapAsync("shards", scope.Corpus, new LossSink(this, models), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("file", async (output, token) =>
        {
            Stream all = output.CreateFile(FileName);
            for (int task = 0; task < shards.TaskCount; task++)
            {
                if (shards.Find(task, LossSink.Suffix) is not { } path) continue;
                await using FileStream shard = File.OpenRead(path);
                await shard.CopyToAsync(all, token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        var losses = new LossFile(Path.Combine(files.Folder, FileName), [.. models.Select(model => model.Model)]);
        // As the tagger will read it: what it refuses is better known now than when the models are gone.
        long incomplete = 0;
        string? first = null;
        var different = new HashSet<string>(StringComparer.Ordinal);
        await StrengthTable.ReadAsync(losses, _ => incomplete++, document =>
        {
            first ??= document.Id;
            different.Add(document.Id);
        }, cancellationToken).ConfigureAwait(false);
        if (different.Count > 0)
            scope.Warn(string.Create(CultureInfo.InvariantCulture, $"{different.Count} ids are there more than once with different losses, '{first}' first: {nameof(PredictiveStrengthTagger)} will refuse '{losses.Path}'. Give each document an id of its own."));
        if (incomplete > 0) scope.Warn(string.Create(CultureInfo.InvariantCulture, $"{incomplete} documents have no finite loss of every model, and no predictive strength: see '{losses.Path}'."));
        return losses;
    }

    private static IReadOnlyList<ScoredModel> Checked(IReadOnlyList<ScoredModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        foreach (ScoredModel model in models)
        {
            ArgumentNullException.ThrowIfNull(model?.Scorer, nameof(models));
            if (model.Scorer.BatchSize < 1) throw new ArgumentException($"Model '{model.Model.Name}' is to be given {model.Scorer.BatchSize} texts at a time.", nameof(models));
        }
        // The file's own checks, before the models run for days.
        _ = new LossFile(FileName, [.. models.Select(model => model.Model)]);
        return [.. models];
    }
}
