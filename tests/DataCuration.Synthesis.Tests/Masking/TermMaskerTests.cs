using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests;

public sealed class TermMaskerTests : StageConformance
{
    [Fact]
    public async Task Transform_Documents_MasksTermsAndCountsMasks()
    {
        using var folder = new RunFolder();
        Corpus corpus = Corpus.FromDocuments([new Document("1", "heart and lung"), new Document("2", "nothing"), new Document("3", "[MASK] heart MASK")])
            .Pipe(new TermMasker(new TermMatcher(["heart", "lung", "MASK"])));
        List<Document> once = await RunFolder.Read(corpus, folder.Run());
        Assert.Equal(["[MASK] and [MASK]", "nothing", "[MASK] [MASK] [MASK]"], once.Select(document => document.Text));
        Assert.Equal([2, 0, 3], once.Select(document => document.Get(TermMasker.Masks)));
        List<Document> twice = await RunFolder.Read(corpus.Pipe(new TermMasker(new TermMatcher(["heart", "lung", "MASK"]))), folder.Run());
        Assert.Equal(once.Select(document => (document.Text, document.Get(TermMasker.Masks))),
            twice.Select(document => (document.Text, document.Get(TermMasker.Masks))));
    }

    [Fact]
    public void Mask_ThatOverlapsItself_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new TermMasker(new TermMatcher(["a"])) { Mask = "***" });

    protected override Stage Create() => new TermMasker(new TermMatcher(["word"]));

    protected override Stage CreateOther() => new TermMasker(new TermMatcher(["word"])) { Mask = "<m>" };
}
