using DataCuration.Deduplication;
using DataCuration.TestKit;

namespace DataCuration.Onnx.Tests;

/// <summary>Semantic deduplication with the vectors of a real model.</summary>
public sealed class SemanticDeduplicationTests(MiniLmModel model) : IClassFixture<MiniLmModel>, IDisposable
{
    private static readonly (string Text, int Meaning)[] Documents =
    [
        ("The city council approved the new budget on Tuesday evening.", 0),
        ("Photosynthesis turns light into chemical energy in plants.", 1),
        ("On Tuesday evening, the new budget was approved by the city council.", 0),
        ("To reset your password, open the settings and choose Security.", 2),
        ("In plants, photosynthesis converts light into chemical energy.", 1),
        ("The glacier has lost a third of its ice since the last survey.", 3),
        ("To reset the password, open settings and then choose Security.", 2),
        ("The city council rejected the plans for a new stadium.", 4),
    ];

    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_ParaphrasesOfSentences_KeepsOneOfEachMeaning()
    {
        model.Require();
        using var embedder = new OnnxEmbedder(model.ModelPath, OnnxTokenizer.FromVocabulary(model.VocabularyPath), new() { MaxTokens = 256 });
        Corpus corpus = Corpus.FromDocuments([.. Documents.Select((document, i) => new Document($"d{i}", document.Text))]);
        CurationRun run = folder.Run();
        using EmbeddingStore store = await corpus.FitAsync(new EmbeddingFit(embedder), run, TestContext.Current.CancellationToken);
        var fit = new SemanticDeduplication(store) { KMeans = new() { Clusters = 1 }, Epsilon = 0.15, Kept = SemanticKept.First };
        KeepList list = await corpus.FitAsync(fit, run, TestContext.Current.CancellationToken);
        Assert.Equal([0, 1, 3, 5, 7], list.ReadRecords(0));
        using DuplicateTable duplicates = DuplicateTable.Open(list);
        using RecordTable<float> similarities = list.OpenProvenance<float>("nearest_similarity");
        for (int i = 0; i < Documents.Length; i++)
        {
            int first = Array.FindIndex(Documents, document => document.Meaning == Documents[i].Meaning);
            Assert.True(similarities.TryGet(0, i, out float similarity));
            if (first < i)
            {
                Duplicate? found = duplicates.Find(0, i);
                Assert.NotNull(found);
                Assert.Equal((first, 2L), (found.Match.Record, found.ClusterSize));
                Assert.True(found.Similarity >= 0.85f);
            }
            else Assert.True(similarity < 0.85f, $"{Documents[i].Text}: {similarity}");
        }
    }
}
