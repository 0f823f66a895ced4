using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests.Stages;

public sealed class ExtractionResultTests
{
    [Fact]
    public void Results_EachKind_HasOnlyItsOwnValue()
    {
        var document = new Document("a", "t");
        ExtractionResult extracted = ExtractionResult.Extracted(document), drop = ExtractionResult.Drop("not_html");
        Assert.Equal((true, false), (extracted.IsExtracted, extracted.IsDrop));
        Assert.Equal((false, true), (drop.IsExtracted, drop.IsDrop));
        Assert.Same(document, extracted.Document);
        Assert.Null(extracted.Reason);
        Assert.Equal("not_html", drop.Reason);
        Assert.Null(drop.Document);
        Assert.True(drop == ExtractionResult.Drop("not_html"));
        Assert.True(drop != extracted);
        Assert.Equal("drop (not_html)", drop.ToString());
    }

    [Fact]
    public void Results_WithoutAValue_Throw()
    {
        Assert.Throws<ArgumentNullException>(() => ExtractionResult.Extracted(null!));
        Assert.Throws<ArgumentException>(() => ExtractionResult.Drop(""));
    }

    [Fact]
    public async Task Extract_DefaultResult_IsAFaultThatNamesTheExtractor()
    {
        using var folder = new RunFolder();
        folder.Inputs.Write("raw/a.txt", "x");
        var exception = await Assert.ThrowsAsync<CurationRunException>(() => RawCorpus.FromFiles(folder.Inputs["raw/*"]).Extract(new ForgetfulExtractor())
            .WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("Extractor forgetful returned the default ExtractionResult for 'a.txt'", exception.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Extract_Extractor_GetsTheContextOfItsStage()
    {
        using var folder = new RunFolder();
        folder.Inputs.Write("raw/a.txt", "x");
        List<Document> documents = await RunFolder.Read(RawCorpus.FromFiles(folder.Inputs["raw/*"]).Extract(new ContextExtractor()), folder.Run());
        Assert.Equal("context, shard 0, the same buffer: True", Assert.Single(documents).Text);
    }

    private sealed class ForgetfulExtractor : IDocumentExtractor
    {
        public string Name => "forgetful";

        public void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) => default;
    }

    private sealed class ContextExtractor : IDocumentExtractor
    {
        public string Name => "context";

        public void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken)
        {
            bool isSame = ReferenceEquals(context.Scratch<StringBuilder>(), context.Scratch<StringBuilder>());
            return new(ExtractionResult.Extracted(
                new Document(document.Id, FormattableString.Invariant($"{context.StageName}, shard {context.ShardIndex}, the same buffer: {isSame}"))));
        }
    }
}
