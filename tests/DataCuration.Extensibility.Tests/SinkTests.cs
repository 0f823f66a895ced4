using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class SinkTests : DocumentSinkConformance
{
    protected override IDocumentSink Create() => new LinesSink();

    protected override IDocumentSink CreateOther() => new LinesSink("\r\n");
}
