using System.Collections.Immutable;

namespace DataCuration.LanguageModels;

/// <summary>
/// Makes fast raters out of a language model's ratings: a fastText classifier for each criterion and one for the domain, trained on documents that a <see cref="DataManRater"/> has rated, judged on documents kept aside, and
/// saved with their provenance. Then a <see cref="DataManStudentRater"/> rates the whole corpus at the speed of a word count.
/// </summary>
public sealed record DataManDistillation
{
    /// <summary>How the classifiers are trained. Default: 25 epochs, learning rate 0.5, 50 dimensions, words only (our choice for some thousand rated documents; word n-grams give each of the fifteen models two million rows more).</summary>
    public FastTextTrainingOptions Training { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = new() { Epochs = 25, LearningRate = 0.5, Dimension = 50 };

    /// <summary>Which criteria are learned. Default: all.</summary>
    public IReadOnlyList<DataManCriterion> Criteria { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DataManCriteria.All;

    /// <summary>Whether the domain is learned. Default: true.</summary>
    public bool LearnsDomain { get; init; } = true;

    /// <summary>The share of the documents that the raters are judged by, above 0 and below 1. Default: 0.2.</summary>
    public double TestShare { get; init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is between 0 and 1."); } = 0.2;

    /// <summary>How examples are parted and balanced is drawn from it. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <summary>
    /// How training examples are balanced. Default: not at all, since a rater that is to agree with its teacher has to give scores as often as it does (the paper balances by the overall score for a model that sees all scores at once).
    /// </summary>
    public ClassifierBalance Balance { get; init; } = ClassifierBalance.None;

    /// <summary>Trains, judges and saves.</summary>
    /// <param name="rated">Documents with ratings (<see cref="DataManRating.TryRead"/>); those without are not used.</param>
    /// <param name="run">The run; what it finished before is not done again.</param>
    /// <param name="folder">
    /// Takes the models: <c>accuracy.bin</c>, <c>accuracy.json</c> … <c>domain.bin</c>, <c>domain.json</c>. They are put there once all are trained; files of these names that an earlier distillation left and that are not
    /// learned this time are deleted, since they would rate beside these by other ratings.
    /// </param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <returns>How far the raters agree with the ratings that they were not trained on. A criterion of which there are too few ratings to learn from is named there, with the reason, and has no model.</returns>
    public async Task<DataManDistillationReport> TrainAsync(Corpus rated, CurationRun run, string folder, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(rated);
        ArgumentNullException.ThrowIfNull(run);
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Directory.CreateDirectory(folder);
        var learned = new Dictionary<string, TrainedClassifier>(StringComparer.Ordinal);
        var agreements = ImmutableSortedDictionary.CreateBuilder<DataManCriterion, RatingAgreement>();
        var skipped = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (DataManCriterion criterion in Criteria)
            if (await LearnAsync(criterion.Annotation().Name, criterion.Field()).ConfigureAwait(false) is { } evaluation) agreements[criterion] = new RatingAgreement(evaluation);
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
