using System.Text.RegularExpressions;
using DataCuration.TestKit;

namespace DataCuration.Recipes.Tests.Parliament;

public sealed class SpeakerTurnSplitterTests : StageConformance
{
    [Theory]
    [InlineData("MR. LEHRER: Good evening to all.", "MR. LEHRER")]
    [InlineData("BIDEN: Good evening to all.", "BIDEN")]
    [InlineData("Mr Smith (Leeds) (Con): Good evening to all.", "Mr Smith")]
    [InlineData("The Prime Minister (Margaret Thatcher): Good evening to all.", "The Prime Minister")]
    [InlineData("Madam Deputy Speaker: Good evening to all.", "Madam Deputy Speaker")]
    [InlineData("Rt. Hon. Jacinda Ardern: Good evening to all.", "Rt. Hon. Jacinda Ardern")]
    [InlineData("Ms. O’Brien-Lee: Good evening to all.", "Ms. O’Brien-Lee")]
    [InlineData("Hon. Members: Good evening to all.", "Hon. Members")]
    [InlineData("Minister for Health (Simon Harris): Good evening to all.", "Minister for Health")]
    public async Task Split_Labels_AreFoundAndTakenOff(string text, string speaker)
    {
        Document turn = Assert.Single(await SplitAsync(text, new SpeakerTurnSplitter { MinWords = 1, DateField = null }));
        Assert.Equal("Good evening to all.", turn.Text);
        Assert.Equal(speaker, turn.Get(SpeakerTurnSplitter.Speaker));
        Assert.Equal(1, turn.Get(SpeakerTurnSplitter.Turn));
        Assert.Equal("d", turn.Get(SpeakerTurnSplitter.Debate));
    }

    [Theory]
    [InlineData("The point is this: we must act.")]
    [InlineData("Mr Smith said the following: we must act.")]
    [InlineData("He said: no.")]
    [InlineData("At 10:30 we met.")]
    public async Task Split_SentencesWithColons_AreNoLabels(string line)
    {
        Document turn = Assert.Single(await SplitAsync($"MR. A: One.\n{line}", new SpeakerTurnSplitter { MinWords = 1, DateField = null }));
        Assert.Equal("One.\n" + line, turn.Text);
    }

    [Fact]
    public async Task Split_NotesProcedureAndLists_AreRemoved()
    {
        const string Text = "House of Examples\nPARTICIPANTS: A; B\nMr. A (North): We begin [Interruption.] now (and later).\n"
            + "The House divided: Ayes 3, Noes 2.\n"
            + "(Applause.)\nWe end [Laughter and applause] here.\nMs. B: I agree with all of it.\nThe sitting was suspended at noon.";
        List<Document> turns = await SplitAsync(Text, new SpeakerTurnSplitter { MinWords = 1, DateField = null });
        Assert.Equal(["We begin now (and later).\nWe end here.", "I agree with all of it."], turns.Select(turn => turn.Text));
        List<Document> all = await SplitAsync(Text, new SpeakerTurnSplitter
        {
            MinWords = 1,
            DateField = null,
            RemovesNotes = false,
            RemovesProcedure = false,
            NonSpeakers = []
        });
        Assert.Equal("A; B", all[0].Text);
        Assert.Contains("[Interruption.] now", all[1].Text, StringComparison.Ordinal);
        Assert.Contains("The House divided: Ayes 3, Noes 2.", all[1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_ShortTurns_AreDroppedOrJoined()
    {
        const string Text = "Mr. A: One two three four.\nMs. B: Hear, hear!\nMr. A: Five.\nMs. B: Six seven eight nine ten.";
        var dropping = new SpeakerTurnSplitter { MinWords = 4, DateField = null };
        Assert.Equal(["One two three four.\nFive.", "Six seven eight nine ten."], (await SplitAsync(Text, dropping)).Select(turn => turn.Text));
        var joining = new SpeakerTurnSplitter { MinWords = 4, DateField = null, ShortTurns = ShortTurns.Join };
        Assert.Equal(["One two three four.\nMs. B: Hear, hear!\nMr. A: Five.", "Six seven eight nine ten."],
            (await SplitAsync(Text, joining)).Select(turn => turn.Text));
    }

    [Fact]
    public async Task Split_HugeTurn_IsCutAtSentencesAndHasAllWords()
    {
        string sentence = string.Join(' ', Enumerable.Range(0, 30).Select(i => $"w{i}")) + ".";
        string text = "Mr. A: " + string.Join(' ', Enumerable.Repeat("The " + sentence, 400)) + " "
            + string.Join(' ', Enumerable.Range(0, 250).Select(i => $"v{i}"));
        List<Document> parts = await SplitAsync(text, new SpeakerTurnSplitter { MaxWords = 100, DateField = null });
        Assert.All(parts, part => Assert.InRange(DebateTurns.CountWords(part.Text), 1, 100));
        Assert.All(parts, part => Assert.Equal(1, part.Get(SpeakerTurnSplitter.Turn)));
        Assert.Equal(text[7..], string.Join(' ', parts.Select(part => part.Text)));
        Assert.All(parts.Take(100), part => Assert.EndsWith(".", part.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Split_ShortFirstTurn_IsJoinedToTheNext()
    {
        const string Text = "Ms. B: Order!\nMr. C: Hear!\nMs. B: Now.\nMr. A: One two three four.\nMs. B: Six seven eight nine.";
        var joining = new SpeakerTurnSplitter { MinWords = 4, DateField = null, ShortTurns = ShortTurns.Join };
        List<Document> turns = await SplitAsync(Text, joining);
        Assert.Equal(["Ms. B: Order!\nMr. C: Hear!\nMs. B: Now.\nMr. A: One two three four.", "Six seven eight nine."], turns.Select(turn => turn.Text));
        Assert.Equal(["Mr. A", "Ms. B"], turns.Select(turn => turn.Get(SpeakerTurnSplitter.Speaker)));
        Assert.Empty(await SplitAsync("Ms. B: Order!\nMr. C: Hear!", joining));
        Assert.Equal("One two three four.", (await SplitAsync(Text, new SpeakerTurnSplitter { MinWords = 4, DateField = null }))[0].Text);
    }

    [Fact]
    public async Task Split_RepeatedLabel_BeginsNoTurn()
    {
        const string Text = "Mr. A: One two.\nMr. A: Three four.\nMs. B: Five six seven eight.";
        List<Document> turns = await SplitAsync(Text, new SpeakerTurnSplitter { MinWords = 4, DateField = null });
        Assert.Equal(["One two.\nThree four.", "Five six seven eight."], turns.Select(turn => turn.Text));
    }

    [Fact]
    public async Task Split_LongTurn_KeepsItsParagraphs()
    {
        const string Text = "Mr. A: One é two.\nThree 😀 four.\nFive six. Seven\neight nine ten eleven twelve.\nEnd.";
        List<Document> parts = await SplitAsync(Text, new SpeakerTurnSplitter { MinWords = 1, MaxWords = 6, DateField = null });
        Assert.Equal(["One é two.\nThree 😀 four.", "Five six.", "Seven\neight nine ten eleven twelve.", "End."], parts.Select(part => part.Text));
        // A sentence that is longer than a turn keeps its lines too.
        List<Document> cut = await SplitAsync(Text, new SpeakerTurnSplitter { MinWords = 1, MaxWords = 4, DateField = null });
        Assert.Equal(["One é two.", "Three 😀 four.", "Five six.", "Seven\neight nine ten", "eleven twelve.\nEnd."], cut.Select(part => part.Text));
    }

    [Theory]
    [InlineData("1998-03-04", 1998)]
    [InlineData("04-03-1998", 1998)]
    [InlineData("19980304", 1998)]
    [InlineData("March 4, 2012", 2012)]
    public async Task Split_Dates_GiveTheYear(string date, int year)
    {
        Document turn = Assert.Single(await SplitAsync("Mr. A: One two.", new SpeakerTurnSplitter { MinWords = 1 }, date));
        Assert.Equal(year, turn.Get(SpeakerTurnSplitter.Year));
    }

    [Theory]
    [InlineData(null, "no field 'date'")]
    [InlineData("yesterday", "'yesterday'")]
    [InlineData("12031998", "'12031998'")]
    public async Task Split_NoYear_NamesFieldAndDocument(string? date, string part)
    {
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(async () => await SplitAsync("Mr. A: One.", new SpeakerTurnSplitter(), date));
        Assert.Contains("'d'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains(part, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Split_OwnPatternAndNoNames_Work()
    {
        var own = new SpeakerTurnSplitter { MinWords = 1, DateField = null, SpeakerPattern = new Regex("^>> [^>]+ >>", RegexOptions.NonBacktracking) };
        List<Document> turns = await SplitAsync(">> Ann >> One.\n>> Bob >> Two.", own);
        Assert.Equal([">> Ann >>", ">> Bob >>"], turns.Select(turn => turn.Get(SpeakerTurnSplitter.Speaker)));
        Document speech = Assert.Single(await SplitAsync("One speech\nof two lines.", new SpeakerTurnSplitter { MinWords = 1, DateField = null }));
        Assert.Equal("One speech\nof two lines.", speech.Text);
        Assert.False(speech.TryGet(SpeakerTurnSplitter.Speaker, out _));
    }

    [Fact]
    public async Task Split_PatternThatMatchesNothing_FindsNoLabelThere()
    {
        var own = new SpeakerTurnSplitter { MinWords = 1, DateField = null, SpeakerPattern = new Regex("^(?:[A-Z]+:)?", RegexOptions.NonBacktracking) };
        List<Document> turns = await SplitAsync("ANN: One.\ntwo.\nBOB: Three.", own);
        Assert.Equal(["One.\ntwo.", "Three."], turns.Select(turn => turn.Text));
    }

    protected override Stage Create() => new SpeakerTurnSplitter { DateField = null };

    protected override Stage CreateOther() => new SpeakerTurnSplitter { DateField = null, MinWords = 2 };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 20).Select(i => new Document($"d{i}",
        $"Mr. A: I say {i} times that this is a rather good idea.\nMs. B: No.\nMr. C: And I say that it is not {i} times."));

    private static async Task<List<Document>> SplitAsync(string text, SpeakerTurnSplitter splitter, string? date = null)
    {
        using var folder = new RunFolder(inMemory: true);
        Document document = new("d", text);
        if (date is not null) document = document.With(new AnnotationKey<string>("date"), date);
        return await RunFolder.Read(Corpus.FromDocuments([document]).Pipe(splitter), folder.Run());
    }
}
