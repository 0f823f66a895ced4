using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>Tests of a user-defined extractor.</summary>
public sealed class ExtractorTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Extract_Files_BecomeDocumentsDropsOrFaults()
    {
        folder.Inputs.Write("raw/a.txt", "first");
        folder.Inputs.Write("raw/b.txt", "");
        folder.Inputs.Write("raw/c.txt", [0xff]);
        folder.Inputs.Write("raw/d.bin", "not text");
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5) });
        await RawCorpus.FromFiles(folder.Inputs["raw/*"]).Where(raw => raw.MediaType == "text/plain").Extract(new Utf8Extractor()).WriteJsonlAsync("out", run);
        Assert.Equal("{\"id\":\"a.txt\",\"text\":\"first\"}", Assert.Single(folder.Lines("out")));
        RunReport report = folder.Report("out");
        Assert.Equal((4, 1, 2, 1), (report.Records, report.Kept, report.Dropped, report.Faulted));
    }

    private sealed class Utf8Extractor : IDocumentExtractor
    {
        private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

        public string Name => "Utf8Extractor";

        public void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) =>
            new(document.Content.IsEmpty ? ExtractionResult.Drop("empty")
                : ExtractionResult.Extracted(new Document(document.Id, Strict.GetString(document.Content.Span))));
    }
}
