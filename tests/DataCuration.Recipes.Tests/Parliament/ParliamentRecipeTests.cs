using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.Parliament;

public sealed class ParliamentRecipeTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Build_SmallDebates_DividesAndSplitsByDebate()
    {
        RecipeResult result = await ParliamentRecipe.BuildAsync(Corpus.FromDocuments(Debates(30)), folder.Run(),
            new ParliamentOptions { DevShare = 0.3, Seed = 1 });
        List<Document> train = await RunFolder.Read(result.Train, folder.Run()), dev = await RunFolder.Read(result[RecipeParts.Dev], folder.Run());
        List<Document> all = [.. train, .. dev];
        // Each debate: a turn of A that an interjection does not divide, a turn of C, and an opening that is the same each day.
        Assert.Equal(61, all.Count);
        Assert.Single(all, turn => turn.Text.StartsWith("The sitting is open", StringComparison.Ordinal));
        Document first = Assert.Single(all, turn => turn.Text.StartsWith("I rise for matter 7 ", StringComparison.Ordinal));
        Assert.Equal("I rise for matter 7 and for the people of the north.\nAnd I thank the House for matter 7.", first.Text);
        Assert.Equal(("Mr. Adams", 1987, "day7", 2),
            (first.Get(SpeakerTurnSplitter.Speaker), first.Get(SpeakerTurnSplitter.Year), first.Get(SpeakerTurnSplitter.Debate),
                first.Get(SpeakerTurnSplitter.Turn)));
        Assert.DoesNotContain(all, turn => turn.Text.Contains("Hear, hear", StringComparison.Ordinal)
            || turn.Text.Contains("divided", StringComparison.Ordinal));
        Assert.Empty(train.Select(DebateOf).Intersect(dev.Select(DebateOf)));
        Assert.InRange(dev.Select(DebateOf).Distinct().Count(), 1, 20);
        Assert.Equal(30, all.Select(DebateOf).Distinct().Count());
    }

    [Fact]
    public async Task Build_NearDuplicates_AreDroppedOnRequest()
    {
        const string Long = "I have said it before and I will say it again that the railway to the north of this country needs repair before the winter comes";
        Corpus debates = Corpus.FromDocuments(
        [
            new Document("a", $"Mr. A: {Long}.").With(new AnnotationKey<string>("date"), "1999"),
            new Document("b", $"Mr. A: {Long}!").With(new AnnotationKey<string>("date"), "2000"),
        ]);
        RecipeResult exact = await ParliamentRecipe.BuildAsync(debates, folder.Run(), new ParliamentOptions { DevShare = 0, Folder = "exact" });
        Assert.Equal(2, (await RunFolder.Read(exact.Train, folder.Run())).Count);
        RecipeResult near = await ParliamentRecipe.BuildAsync(debates, folder.Run(), new ParliamentOptions { DevShare = 0, Folder = "near", Similarity = 0.8 });
        Document kept = Assert.Single(await RunFolder.Read(near.Train, folder.Run()));
        Assert.Equal("a#1", kept.Id);
    }

    [Theory]
    [InlineData(WhenChanged.Refuse, "parliament-turns")]
    [InlineData(WhenChanged.Remake, "was made for other records")]
    public async Task Build_TwoInOneFolder_IsRefused(WhenChanged whenChanged, string message)
    {
        CurationRun run = folder.Run(options => options with { WhenChanged = whenChanged });
        RecipeResult first = await ParliamentRecipe.BuildAsync(Corpus.FromDocuments(Debates(8)), run);
        Exception error = await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            await ParliamentRecipe.BuildAsync(Corpus.FromDocuments(Debates(8)), run,
                new ParliamentOptions { Turns = new SpeakerTurnSplitter { ShortTurns = ShortTurns.Join } });
            await RunFolder.Read(first.Train, run);
        });
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public Task Build_AnyWorkersAndAgain_GivesTheSame() => RecipeRuns.AssertSameForAnyWorkersAsync((inputs, run) =>
        ParliamentRecipe.BuildAsync(RecipeRuns.Write(inputs, "days", Debates(20)), run));

    private static string DebateOf(Document turn) => turn.Get(SpeakerTurnSplitter.Debate)!;

    private static List<Document> Debates(int count) => [.. Enumerable.Range(0, count).Select(i => new Document($"day{i}", $"""
        House of Examples, day {i}
        The Speaker: The sitting is open, and I call the first honourable Member.
        Mr. Adams (North): I rise for matter {i} and for the people of the north.
        Hon. Members: Hear, hear!
        Mr. Adams: And I thank the House for matter {i}.
        [Interruption.]
        Ms. Clark (South) (Ind): With respect, matter {i} is not ready, and it never was.
        The House divided: Ayes {i}, Noes 3.
        """).With(new AnnotationKey<string>("date"), $"03-05-{1980 + i}"))];
}
