using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's own sink holds to what it asks of others.</summary>
public sealed class JsonlSinkConformanceTests : DocumentSinkConformance
{
    protected override IDocumentSink Create() => new JsonlSink(new JsonlWriteOptions { Compression = FileCompression.Zstd, MaxFileBytes = 20_000 });

    protected override IDocumentSink CreateOther() => new JsonlSink();
}
