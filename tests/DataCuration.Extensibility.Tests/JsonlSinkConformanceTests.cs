using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's own sink passes the tests for sinks.</summary>
public sealed class JsonlSinkConformanceTests : DocumentSinkConformance
{
    protected override IDocumentSink Create() => new JsonlSink(new JsonlWriteOptions { Compression = FileCompression.Zstd, MaxFileBytes = 20_000 });

    protected override IDocumentSink CreateOther() => new JsonlSink();
}
