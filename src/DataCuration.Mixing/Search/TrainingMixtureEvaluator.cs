using System.Globalization;
using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>
/// Scores a mixture by training a small model on it. The score is minus the bits per byte on held-out texts: the mean over evaluation sets and seeds. Each
/// set counts alike, however long its texts are.
/// </summary>
/// <remarks>With a <see cref="Folder"/>, each mixture's training has its own checkpoints, and a training that was stopped resumes from them.</remarks>
public sealed class TrainingMixtureEvaluator : IMixtureEvaluator
{
    private readonly ProxyTraining proxies;
    private readonly Dictionary<string, TokenShards> shards;

    /// <summary>Creates an evaluator.</summary>
    /// <param name="backend">The backend that trains and evaluates.</param>
    /// <param name="shards">The token shards of each source, by name. They must stay open.</param>
    /// <param name="evaluation">The held-out texts: one evaluation set, or several with names.</param>
    public TrainingMixtureEvaluator(IPretrainingBackend backend, IReadOnlyDictionary<string, TokenShards> shards, EvaluationSets evaluation)
    {
        ArgumentNullException.ThrowIfNull(backend);
        ArgumentNullException.ThrowIfNull(shards);
        ArgumentNullException.ThrowIfNull(evaluation);
        proxies = new(backend, evaluation);
        this.shards = new(shards, StringComparer.Ordinal);
    }

    /// <inheritdoc/>
    public string Name => "minus bits per byte";

    /// <summary>The model's dimensions.</summary>
    public required DecoderOptions Model { get; init; }

    /// <summary>
    /// The options of all trainings, without <see cref="TrainingOptions.Patience"/>: all mixtures get the same number of tokens. Seed and checkpoint folder are
    /// set for each.
    /// </summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The seeds. Each mixture is trained with each seed.</summary>
    /// <value>At least one; default 1.</value>
    /// <exception cref="ArgumentException">There is no seed, or one appears twice.</exception>
    public IReadOnlyList<ulong> Seeds
    {
        get;
        init => field = SeedList.Check(value);
    } = [1];

    /// <summary>The folder of checkpoints, with a folder for each mixture and seed; null for none.</summary>
    /// <value>Default null.</value>
    public string? Folder { get; init; }

    /// <inheritdoc/>
    /// <exception cref="DirectoryNotFoundException">There is no folder of the initial model.</exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainingOptions.Patience"/> is set.</exception>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("evaluator", nameof(TrainingMixtureEvaluator));
        proxies.DescribeTraining(Model, Training, Seeds, writer);
        foreach ((string name, TokenShards own) in shards.OrderBy(source => source.Key, StringComparer.Ordinal)) writer.Add($"tokens.{name}", own.Fingerprint);
        proxies.DescribeEvaluation(writer);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">A source with a weight has no token shards.</exception>
    /// <exception cref="InvalidOperationException"><see cref="TrainingOptions.Patience"/> is set.</exception>
    public Task<double> EvaluateAsync(MixtureWeights weights, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return proxies.ScoreAsync(weights.ToTokenMixture(shards), Model, Training, Seeds, seed => Folder is null ? null
            : Path.Combine(Folder, string.Create(CultureInfo.InvariantCulture, $"{weights.Fingerprint[..16]}-{seed}")), cancellationToken);
    }
}
