using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's own encoder holds to what it asks of others.</summary>
public sealed class ByteEncoderConformanceTests : TokenEncoderConformance
{
    protected override ITokenEncoder Create() => ByteTokenEncoder.Instance;
}
