using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Retrieval;

public sealed class PassageSplitterTests
{
    [Theory]
    [InlineData("a b\n\nc d\n\ne f g h\n\ni", 4, "a b\n\nc d|e f g h|i")]
    [InlineData("a b\n \t\n\n\nc\r\n\r\nd", 9, "a b\n \t\n\n\nc\r\n\r\nd")]
    [InlineData("  a\nb  \n\n c ", 2, "a\nb|c")] // a line break alone is no border
    [InlineData("", 5, "")]
    [InlineData(" \n\n\t", 5, "")]
    [InlineData("one two. three four five six. seven", 5, "one two. three four five|six. seven")] // the sentence ends before half of the length
    [InlineData("one two three. four five six", 5, "one two three.|four five six")]
    [InlineData("one two (three!\") four five six", 5, "one two (three!\")|four five six")]
    [InlineData("x\n\na b c d e f\n\ny", 4, "x|a b c d|e f\n\ny")] // a long paragraph starts a passage
    [InlineData("水門は開く。橋は長い。", 6, "水門は開く。|橋は長い。")]
    [InlineData("水門は開く橋は長い", 4, "水門は開|く橋は長|い")]
    [InlineData("a b c", 1, "a|b|c")]
    public void Split_Text_GivesItsPassages(string text, int maxLength, string expected) =>
        Assert.Equal(expected, string.Join('|', new PassageSplitter { MaxLength = maxLength }.Split(text).Select(range => text[range])));

    [Fact]
    public void Split_AnyText_LosesOnlyWhiteSpaceAndKeepsTheBound()
    {
        string[] parts = ["word", " ", "\n", "\n\n", ". ", "水", "\ud83d\ude00", "\ud800", new('x', 150)];
        Gen<string> texts = Gen.OneOf(Gen.String[0, 5], Gen.Int[0, parts.Length - 1].Select(i => parts[i]))
            .Array[0, 60].Select(chosen => string.Concat(chosen));
        Gen.Select(texts, Gen.Int[1, 12]).Sample((text, maxLength) =>
        {
            IReadOnlyList<Range> passages = new PassageSplitter { MaxLength = maxLength }.Split(text);
            int end = 0;
            foreach (Range passage in passages)
            {
                Assert.True(string.IsNullOrWhiteSpace(text[end..passage.Start.Value]));
                string own = text[passage];
                Assert.NotEqual("", own);
                Assert.Equal(own.Trim(), own);
                Assert.True(PassageWords.Count(own) <= maxLength, $"{PassageWords.Count(own)} words: {own}");
                // No character is torn apart.
                Assert.False(passage.Start.Value > 0 && char.IsSurrogatePair(text, passage.Start.Value - 1));
                end = passage.End.Value;
            }
            Assert.True(string.IsNullOrWhiteSpace(text[end..]));
        }, iter: 1_000);
    }

    [Fact]
    public void Split_OneEndlessWord_IsBounded()
    {
        string text = new('x', 1_000_000);
        IReadOnlyList<Range> passages = new PassageSplitter().Split(text);
        Assert.All(passages, passage => Assert.InRange(passage.GetOffsetAndLength(text.Length).Length, 1, 200 * 64));
        Assert.Equal(text.Length, passages.Sum(passage => passage.GetOffsetAndLength(text.Length).Length));
    }

    [Fact]
    public void Split_WithEncoder_CountsTokens()
    {
        const string Text = "aaaa bbbb\n\ncccc\n\ndddd eeee ffff gggg";
        var splitter = new PassageSplitter { MaxLength = 15, TokenEncoder = ByteTokenEncoder.Instance };
        Assert.Equal(["aaaa bbbb\n\ncccc", "dddd eeee ffff", "gggg"], splitter.Split(Text).Select(range => Text[range]));
    }

    [Fact]
    public async Task Expand_Document_GivesNumberedPassagesWithItsFields()
    {
        using var folder = new RunFolder();
        AnnotationKey<string> title = new("title"), pages = new("pdf_page_offsets");
        List<Document> passages = await RunFolder.Read(
            Corpus.FromDocuments([new Document("d", "a b\n\nc d").With(title, "T").With(pages, "0,5"), new("empty", " "), new("e", "f")])
                .Pipe(new PassageSplitter { MaxLength = 2 }),
            folder.Run());
        Assert.Equal(["d#1 a b", "d#2 c d", "e#1 f"], passages.Select(passage => $"{passage.Id} {passage.Text}"));
        Assert.Equal(["d", "d", "e"], passages.Select(passage => passage.Get(PassageSplitter.SourceDocument)));
        Assert.Equal("T", passages[1].Get(title));
        Assert.All(passages, passage => Assert.False(passage.TryGet(pages, out string? _))); // offsets of the whole text
        Assert.Throws<ArgumentOutOfRangeException>(() => new PassageSplitter { MaxLength = 0 });
    }
}
