using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's token sink with a user-defined encoder.</summary>
public sealed class TokenSinkConformanceTests : DocumentSinkConformance
{
    protected override IDocumentSink Create() => new TokenShardSink(new CharactersEncoder());

    protected override IDocumentSink CreateOther() => new TokenShardSink(ByteTokenEncoder.Instance);
}
