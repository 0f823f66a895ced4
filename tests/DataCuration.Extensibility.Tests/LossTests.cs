using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class LossTests : IDisposable
{
    private static readonly Document[] Documents =
        [new("good", "aaaa"), new("mixed", "abab"), new("bad", "bbbb"), new("long", new string('a', 5_000)), new("letters", "aéa中𝄞")];
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task LossFit_ModelsOfAStranger_AreRunAndCompared()
    {
        Corpus corpus = Corpus.FromDocuments(Documents);
        CurationRun run = folder.Run();
        LossFile losses = await corpus.FitAsync(new LossFit(
            new ScoredModel(new("weak", 1), new LetterModel((byte)'a', 0.2)), new ScoredModel(new("strong", 2), new LetterModel((byte)'a', 0.9))), run);
        List<Document> rated = await RunFolder.Read(corpus.Pipe(new PredictiveStrengthTagger(losses) { WriteBitsPerCharacter = true }), run);
        Assert.Equal(["good 1", "mixed 0", "bad 0", "long 1", "letters 0"],
            rated.Select(document => $"{document.Id} {document.Get(PredictiveStrengthTagger.Strength)}"));
        Assert.All(rated.Where((_, i) => i is 0 or 3),
            document => Assert.Equal(-Math.Log2(0.9), document.Get(new AnnotationKey<double>("bits_per_character_strong")), 9));
        // Five characters of eleven bytes: the model's losses are those of bytes, and are divided among the characters.
        Assert.Equal(-(2 * Math.Log2(0.9) + 9 * Math.Log2(0.1 / 255)) / 5, rated[4].Get(new AnnotationKey<double>("bits_per_character_strong")), 9);
    }

    [Fact]
    public async Task Tagger_SourceOfAStranger_IsRead()
    {
        List<Document> rated = await RunFolder.Read(Corpus.FromDocuments(Documents).Pipe(new PredictiveStrengthTagger(new Lengths())), folder.Run());
        Assert.Equal(["good 0", "mixed 0", "long 1", "letters 0"],
            rated.Select(document => $"{document.Id} {document.Get(PredictiveStrengthTagger.Strength)}"));
    }

    /// <summary>Losses computed from the texts' lengths; one document has none.</summary>
    private sealed class Lengths : ILossSource
    {
        public IReadOnlyList<LossModel> Models => [new("constant", 2), new("length", 1)];

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "lengths");

        public async IAsyncEnumerable<DocumentLosses> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            foreach (Document document in Documents)
            {
                await Task.Yield();
                yield return new(document.Id, ImmutableArray.Create(100, document.Id == "bad" ? double.NaN : document.Text.Length));
            }
        }
    }
}
