namespace DataCuration.Selection.Tests;

public sealed class ConceptSearchTests
{
    [Fact]
    public async Task Find_TwoConcepts_JoinsTheirPassages()
    {
        var search = new ConceptSearch(new Index()) { PerConcept = 2, Query = "about {concept}", MinScore = 1 };
        IReadOnlyList<ConceptPassage> found = await search.FindAsync([" heart ", "lung", "", "heart"], TestContext.Current.CancellationToken);
        Assert.Equal(["both", "lung-only", "heart-only"], found.Select(passage => passage.Id));
        Assert.Equal(["heart", "lung"], found[0].Concepts);
        Assert.Equal(4, found[0].Score);
        Assert.Throws<ArgumentException>(() => new ConceptSearch(new Index()) { Query = "none" });
    }

    private sealed class Index : IPassageRetriever
    {
        public string Name => "index";

        public void Describe(FingerprintWriter writer) => writer.Add("index", "test");

        public ValueTask<IReadOnlyList<RetrievedPassage>> RetrieveAsync(string query, int count, CancellationToken cancellationToken = default)
        {
            Assert.Equal(2, count);
            return new(query switch
            {
                "about heart" => [new("both", 4, "b"), new("heart-only", 2, "h")],
                "about lung" => [new("both", 3, "b"), new("lung-only", 2.5, "l")],
                _ => throw new InvalidOperationException(query),
            });
        }
    }
}
