using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Measures the KL reduction of a selection (Xie et al. 2023, section 5): how much closer the selected documents' n-gram distribution is to the target's
/// than the raw corpus's is. Run it on the selected corpus: <c>await pool.Keep(list).FitAsync(new KullbackLeiblerFit(model), run)</c>.
/// </summary>
/// <remarks>The target's distribution is the counted one, without the model's pseudo-counts.</remarks>
/// <param name="model">The model that holds the raw and target distributions.</param>
public sealed class KullbackLeiblerFit(DsirModel model) : CorpusFit<KullbackLeiblerReport>
{
    private readonly DsirModel model = model ?? throw new ArgumentNullException(nameof(model));

    private const string FileName = "kl.json";

    /// <inheritdoc/>
    public override string Name => "kl-reduction";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("model", model);
        writer.Add("target", "unsmoothed");
    }

    /// <inheritdoc/>
    protected override async Task<KullbackLeiblerReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        HashedNGrams features = model.Features;
        PhaseFiles files = await scope.MapAsync("counts", scope.Corpus, new NGramCountMapper(FeaturizerPool.Of(scope, features), features, null),
            cancellationToken).ConfigureAwait(false);
        PhaseFiles finished = await scope.FinishAsync("kl", (output, token) =>
        {
            long[] counts = NGramCountMapper.Sum(files, features.Buckets, token);
            long ngrams = counts.Sum();
            if (ngrams == 0) throw new CurationException("The selection has no n-gram: its distribution is not defined.");
            var selected = new double[features.Buckets];
            DsirMath.RawProbabilities(counts, selected);
            double targetToRaw = 0, targetToSelected = 0;
            for (int k = 0; k < model.TargetCount; k++)
            {
                double[] target = model.UnsmoothedTarget(k);
                targetToRaw += DsirMath.KullbackLeibler(target, model.RawProbabilities) / model.TargetCount;
                targetToSelected += DsirMath.KullbackLeibler(target, selected) / model.TargetCount;
            }
            using var json = new Utf8JsonWriter(output.CreateFile(FileName));
            json.WriteStartObject();
            json.WriteNumber("documents", files.Report.Kept);
            json.WriteNumber("ngrams", ngrams);
            json.WriteNumber("target_to_raw", targetToRaw);
            json.WriteNumber("target_to_selected", targetToSelected);
            json.WriteEndObject();
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        using JsonDocument document = JsonDocument.Parse(finished.Files.ReadAllBytes(Path.Combine(finished.Folder, FileName)));
        JsonElement root = document.RootElement;
        return new()
        {
            Documents = root.GetProperty("documents").GetInt64(),
            NGrams = root.GetProperty("ngrams").GetInt64(),
            TargetToRaw = root.GetProperty("target_to_raw").GetDouble(),
            TargetToSelected = root.GetProperty("target_to_selected").GetDouble(),
        };
    }
}
