using System.Collections.Immutable;
using DataCuration.FastText;
using DataCuration.Selection;

namespace DataCuration.LanguageModels;

/// <summary>
/// Distils a language model's ratings into fast raters: a fastText classifier for each criterion and one for the domain. They are trained on documents rated by
/// a <see cref="DataManRater"/>, evaluated on held-out documents and saved with their provenance. A <see cref="DataManStudentRater"/> then rates the whole
/// corpus at about the speed of counting words.
/// </summary>
public sealed record DataManDistillation
{
    /// <summary>
    /// The training options of the classifiers. Default: <see cref="ClassifierTraining.Distillation"/>.
    /// </summary>
    public FastTextTrainingOptions Training
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(value));
    } = ClassifierTraining.Distillation;

    /// <summary>The criteria to learn. Default: all.</summary>
    public IReadOnlyList<DataManCriterion> Criteria { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DataManCriteria.All;

    /// <summary>True to learn the domain. Default: true.</summary>
    public bool LearnsDomain { get; init; } = true;

    /// <summary>The share of documents held out for evaluation, above 0 and below 1. Default: 0.2.</summary>
    public double TestShare
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share must be between 0 and 1.");
    } = 0.2;

    /// <summary>The seed for splitting and balancing the examples. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// The balancing of training examples. Default: none, since a rater agrees best with its teacher if it sees the teacher's distribution of scores. The paper
    /// balances by the overall score, for one model that is trained on all scores together.
    /// </summary>
    public ClassifierBalance Balance { get; init; } = ClassifierBalance.None;

    /// <summary>Trains, evaluates and saves the classifiers.</summary>
    /// <param name="rated">Documents with ratings (<see cref="DataManRating.TryRead"/>). Documents without a rating are ignored.</param>
    /// <param name="run">The run. Finished phases are not repeated.</param>
    /// <param name="folder">
    /// The output folder for the models: <c>accuracy.bin</c>, <c>accuracy.json</c> … <c>domain.bin</c>, <c>domain.json</c>. They are written after all are
    /// trained. Files with these names from an earlier distillation are deleted if they were not learned this time. They would otherwise mix ratings of two
    /// distillations.
    /// </param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <returns>
    /// The agreement of the raters with held-out ratings. A criterion with too few ratings has no model and is listed in
    /// <see cref="DataManDistillationReport.Skipped"/> with the reason.
    /// </returns>
    public async Task<DataManDistillationReport> TrainAsync(Corpus rated, CurationRun run, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rated);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Addresses.RefuseLocal(folder, "a folder of models");
        Directory.CreateDirectory(folder);
        var learned = new Dictionary<string, TrainedClassifier>(StringComparer.Ordinal);
        var agreements = ImmutableSortedDictionary.CreateBuilder<DataManCriterion, RatingAgreement>();
        var skipped = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (DataManCriterion criterion in Criteria)
            if (await LearnAsync(criterion.Annotation().Name, criterion.Field()).ConfigureAwait(false) is { } evaluation)
                agreements[criterion] = new RatingAgreement(evaluation);
        ClassifierEvaluation? domain = LearnsDomain ? await LearnAsync(DataManDomains.Annotation.Name, DataManStudent.DomainName).ConfigureAwait(false) : null;
        foreach (string name in (IEnumerable<string>)[.. DataManCriteria.All.Select(criterion => criterion.Field()), DataManStudent.DomainName])
        {
            string path = Path.Combine(folder, name + DataManStudent.Extension);
            if (learned.TryGetValue(name, out TrainedClassifier? trained))
            {
                trained.CopyTo(path);
                continue;
            }
            File.Delete(path);
            File.Delete(Path.ChangeExtension(path, ".json"));
        }
        return new(agreements.ToImmutable(), domain, skipped.ToImmutable());

        async Task<ClassifierEvaluation?> LearnAsync(string annotation, string name)
        {
            try
            {
                var fit = new ClassifierTraining(annotation) { Training = Training, TestShare = TestShare, Seed = Seed, Balance = Balance };
                TrainedClassifier trained = await rated.FitAsync(fit, run, cancellationToken).ConfigureAwait(false);
                learned[name] = trained;
                return trained.Evaluation;
            }
            catch (Exception e) when (Cause(e) is InsufficientDataException)
            {
                skipped[name] = Cause(e)!.Message;
                return null;
            }
        }
    }

    private static Exception? Cause(Exception e)
    {
        Exception? cause = e;
        while (cause is not (null or InsufficientDataException)) cause = cause.InnerException;
        return cause;
    }
}
