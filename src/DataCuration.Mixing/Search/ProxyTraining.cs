using System.Globalization;
using System.Text;
using DataCuration.Training;

namespace DataCuration.Mixing;

/// <summary>Trains small models on tokens, and scores them by held-out texts. The evaluators that train share it.</summary>
internal sealed class ProxyTraining(IPretrainingBackend backend, EvaluationSets evaluation)
{
    /// <summary>Adds the backend to a fingerprint.</summary>
    public void DescribeBackend(FingerprintWriter writer) => writer.Add("backend", backend.GetType().FullName);

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
