namespace DataCuration.Mixing.Tests.Ratings;

/// <summary>
/// A pool of vowels and digits. The rating <c>useful</c> is higher for vowels, between 0 and 1; the others, up to 100, have nothing to do with the text.
/// </summary>
internal static class RatedPool
{
    public const string Vowels = "aeiou aeiou aeiou";

    public static Corpus Create(int documents = 60, string vowels = Vowels) =>
        Corpus.FromDocuments(Enumerable.Range(0, documents).Select(i => Make(i, vowels)));

    public static async Task<double> ShareOfVowelsAsync(Corpus corpus, CurationRun run)
    {
        int vowels = 0, all = 0;
        await foreach (Document document in corpus.AsAsyncEnumerable(run))
        {
            all++;
            if (document.Text == Vowels) vowels++;
        }
        return (double)vowels / all;
    }

    private static Document Make(int i, string vowels)
    {
        bool isTarget = i % 3 == 0;
        var random = new Random(i);
        return new Document($"d{i}", isTarget ? vowels : "0123456789 012345")
            .With(new AnnotationKey<double>("useful"), (isTarget ? 0.55 : 0.45) + (0.1 * random.NextDouble()))
            .With(new AnnotationKey<double>("noise"), 100 * random.NextDouble())
            .With(new AnnotationKey<double>("other"), 100 * random.NextDouble());
    }
}
