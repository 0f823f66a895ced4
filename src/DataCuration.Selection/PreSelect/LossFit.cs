using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Runs several language models over a corpus and writes their losses to one file, which <see cref="PredictiveStrengthTagger"/> reads. The file has JSON
/// lines in the corpus's order, as <see cref="LossFile"/> describes them. A stopped run resumes with the unfinished shards. Benchmarks are not part of the
/// computation, so other benchmarks reuse the same file.
/// </summary>
/// <remarks>
/// An empty text has no loss, and neither has a text whose loss is not finite. The run warns of such documents, and PreSelect excludes them. Ids should
/// be unique. A warning names an id that occurs again with other losses, and the tagger refuses the file; an id with equal losses does no harm.
/// <para>Memory: a batch of documents for each worker, the models, and at the end the losses, as the tagger holds them.</para>
/// </remarks>
/// <param name="models">The models: at least two, with distinct names.</param>
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
                await using Stream shard = shards.Files.OpenRead(path, FileReadPattern.Sequential);
                await shard.CopyToAsync(all, token).ConfigureAwait(false);
            }
        }, cancellationToken).ConfigureAwait(false);
        var losses = new LossFile(Path.Combine(files.Folder, FileName), [.. models.Select(model => model.Model)]) { Files = files.Files };
        // Reads the file as the tagger will: an error is better found now than when the models are gone.
        await scope.FinishAsync("check", (output, token) => CheckAsync(losses, output, token), cancellationToken).ConfigureAwait(false);
        return losses;
    }

    private static async Task CheckAsync(LossFile losses, ShardOutput output, CancellationToken cancellationToken)
    {
        long incomplete = 0;
        string? first = null;
        var different = new HashSet<string>(StringComparer.Ordinal);
        await StrengthTable.ReadAsync(losses, _ => incomplete++, document =>
        {
            first ??= document.Id;
            different.Add(document.Id);
        }, cancellationToken).ConfigureAwait(false);
        if (different.Count > 0)
            output.Warn(string.Create(CultureInfo.InvariantCulture, $"{different.Count} ids occur more than once with different losses (the first is "
                + $"'{first}'), so {nameof(PredictiveStrengthTagger)} will refuse '{losses.Path}'. Give each document its own id."));
        if (incomplete > 0) output.Warn(string.Create(CultureInfo.InvariantCulture,
            $"{incomplete} documents lack a finite loss from at least one model and get no predictive strength: see '{losses.Path}'."));
    }

    private static IReadOnlyList<ScoredModel> Checked(IReadOnlyList<ScoredModel> models)
    {
        ArgumentNullException.ThrowIfNull(models);
        foreach (ScoredModel model in models)
        {
            ArgumentNullException.ThrowIfNull(model?.Scorer, nameof(models));
            if (model.Scorer.BatchSize < 1)
                throw new ArgumentException($"Model '{model.Model.Name}' has a batch size of {model.Scorer.BatchSize}; it must be at least 1.", nameof(models));
        }
        // Runs the checks of the file before the models run for days.
        _ = new LossFile(FileName, [.. models.Select(model => model.Model)]);
        return [.. models];
    }
}
