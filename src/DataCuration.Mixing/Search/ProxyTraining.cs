using System.Globalization;
using System.Text;
using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>Trains small models on tokens, and scores them by held-out texts. The evaluators that train share it.</summary>
internal sealed class ProxyTraining(IPretrainingBackend backend, EvaluationSets evaluation)
{
    /// <summary>Adds backend, options, seeds and initial model to a fingerprint. The model is known by its content.</summary>
    /// <exception cref="InvalidOperationException">The training may end early.</exception>
    public void DescribeTraining(DecoderOptions model, TrainingOptions training, IReadOnlyList<ulong> seeds, FingerprintWriter writer)
    {
        Check(training);
        writer.Add("backend", backend.GetType().FullName);
        training.Describe(model, writer);
        if (training.InitialModel is { } initial) writer.Add("initial_model", ModelFolderHash.Compute(initial));
        foreach (ulong seed in seeds) writer.Add("Seeds", seed);
    }

    /// <summary>Adds the held-out texts to a fingerprint.</summary>
    public void DescribeEvaluation(FingerprintWriter writer)
    {
        foreach ((string name, EvaluationSet set) in evaluation.Sets) writer.Add($"evaluation.{name}", HashOf(set));
    }

    /// <summary>Returns minus the mean bits per byte over seeds and evaluation sets.</summary>
    /// <param name="tokens">The tokens to train on.</param>
    /// <param name="model">The model's dimensions.</param>
    /// <param name="training">The options of each training.</param>
    /// <param name="seeds">The seeds; there is a training for each.</param>
    /// <param name="folderOf">Returns the checkpoint folder of a seed's training; null for none.</param>
    /// <param name="cancellationToken">Stops the training.</param>
    public async Task<double> ScoreAsync(TokenMixture tokens, DecoderOptions model, TrainingOptions training, IReadOnlyList<ulong> seeds,
        Func<ulong, string?> folderOf, CancellationToken cancellationToken)
    {
        Check(training);
        double score = 0;
        foreach (ulong seed in seeds)
        {
            TrainingOptions options = training with { Seed = seed, CheckpointFolder = folderOf(seed) };
            TrainingReport report = await backend.PretrainAsync(tokens, model, options, evaluation, null, cancellationToken).ConfigureAwait(false);
            foreach ((string name, _) in evaluation.Sets)
            {
                if (!report.FinalEvaluations.TryGetValue(name, out EvaluationResult? result))
                    throw new InvalidOperationException($"The backend gave no evaluation of the set '{name}'.");
                score -= result.BitsPerByte / (evaluation.Sets.Count * seeds.Count);
            }
        }
        return score;
    }

    /// <summary>Candidates are compared at equal tokens. Patience would give each its own number, and is no part of a training's identity.</summary>
    private static void Check(TrainingOptions training)
    {
        if (training.Patience > 0) throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture,
            $"Candidates are compared at equal tokens, so trainings make all steps: {nameof(TrainingOptions.Patience)} is {training.Patience}, not 0."));
    }

    private static string HashOf(EvaluationSet set)
    {
        var hash = new System.IO.Hashing.XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(set.EncoderFingerprint ?? ""));
        foreach (EvaluationDocument document in set.Documents)
        {
            hash.Append(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture,
                $"{document.Id}\0{set.StartToken} {document.Utf8Bytes} {document.Tokens.Length}\0")));
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(document.Tokens.Span));
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
