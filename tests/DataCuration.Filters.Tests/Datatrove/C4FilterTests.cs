using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Datatrove;

public sealed class C4FilterTests
{
    private const string Five = "One is here. Two is here. Three is here. Four is here. Five is here.";

    private static readonly C4QualityFilter Filter = new();

    [Theory]
    [InlineData("One is here. Two is here. Three is here. Four is here.", "too_few_sentences")]
    [InlineData(Five, null)]
    [InlineData(Five + "\nThis is lorem Ipsum.", "lorem_ipsum")]
    [InlineData(Five + "\nThis is a { bracket.", "curly_bracket")]
    [InlineData(Five + "\nThis line is dropped { before", null)]
    public void Evaluate_Texts_AreDroppedWithReason(string text, string? reason) => Assert.Equal(reason, StageCalls.Once(Filter, text).Reason);

    [Theory]
    [InlineData("Two words.", null)]
    [InlineData("Three words now.", "Three words now.")]
    [InlineData("No mark at the end", null)]
    [InlineData("Three periods at the end...", null)]
    [InlineData("Words with a citation [12] here.", "Words with a citation  here.")]
    [InlineData("The mark is before the citation.[3]", "The mark is before the citation.")]
    [InlineData("A blank after the mark. [3]", null)]
    [InlineData("Citations of all kinds.[edit][citation needed][][٣]", "Citations of all kinds.")]
    [InlineData("Please enable JavaScript in this.", null)]
    [InlineData("Please enable java[1]script in this.", null)]
    [InlineData("We use cookies on this site.", null)]
    [InlineData("We use coo\u212Aies on this site.", null)]
    [InlineData("  A line with blanks around.  ", "A line with blanks around.")]
    public void Evaluate_Lines_AreKeptOrRemoved(string line, string? kept)
    {
        StageResult result = StageCalls.Once(Filter, Five + "\n" + line);
        Assert.Equal(kept is null ? Five : Five + "\n" + kept, result.Document?.Text ?? Five + "\n" + line);
    }

    [Theory]
    [InlineData(1000, true)]
    [InlineData(1001, false)]
    public void Evaluate_LongWord_RemovesTheLine(int length, bool stays)
    {
        string line = "A word " + new string('é', length) + " is here.";
        StageResult result = StageCalls.Once(Filter, Five + "\n" + line);
        Assert.Equal(stays, result.IsKeep);
    }

    [Fact]
    public void Evaluate_NothingToEdit_KeepsTheDocument() => Assert.True(StageCalls.Once(Filter, Five + "\n" + Five).IsKeep);

    [Theory]
    [InlineData(200, 3, null)]
    [InlineData(199, 3, "< 3 paragraphs")]
    [InlineData(200, 2, "< 3 paragraphs")]
    public void C4ParagraphFilter_Lines_NeedsThreeLongOnes(int length, int count, string? reason) =>
        Assert.Equal(reason, StageCalls.Once(new C4ParagraphFilter(),
            "short\n" + string.Join('\n', Enumerable.Range(0, count).Select(_ => new string('é', length)))).Reason);

    [Theory]
    [InlineData("A BAD word", "en", true)]
    [InlineData("a badword", "en", false)]
    [InlineData("_bad_", "en", false)]
    [InlineData("so bad", "en", true)]
    [InlineData("two words here", "en", true)]
    [InlineData("two  words here", "en", false)]
    [InlineData("我坏词你", "zh", true)]
    [InlineData("性", "zh", false)]
    [InlineData("anything bad", "xx", false)]
    public void C4BadWordsFilter_Texts_MatchesWholeWords(string text, string language, bool found)
    {
        var lists = new BadWordLists(new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["bad", "two words"], ["zh"] = ["坏词", "性"] });
        using var calls = new StageCalls(new C4BadWordsFilter(lists) { FailsOnMissingLanguage = false });
        Document document = new Document("d", text).With(LanguageTagger.Language, language);
        Assert.Equal(found ? "document_removed_with_badwords" : null, calls.Apply(document).Reason);
        using var all = new StageCalls(new C4BadWordsFilter(lists) { FailsOnMissingLanguage = false, KeptShare = 1 });
        Assert.True(all.Apply(document).IsKeep);
    }

    [Fact]
    public void C4BadWordsFilter_WithoutLists_Refuses()
    {
        Assert.Throws<ArgumentNullException>(() => new C4BadWordsFilter(null!));
        Assert.Throws<ArgumentException>(() => new BadWordLists(new Dictionary<string, IReadOnlyList<string>>()));
        using var folder = new TemporaryFolder();
        File.WriteAllText(Path.Combine(folder.Path, "en"), "bad\n\nworse\n");
        Assert.Equal(["en"], BadWordLists.Load(folder.Path, ["en"]).Languages);
        Assert.Throws<FileNotFoundException>(() => BadWordLists.Load(folder.Path, ["de"]));
    }
}
