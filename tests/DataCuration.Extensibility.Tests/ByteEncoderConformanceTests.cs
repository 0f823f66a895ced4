using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>The library's own encoder passes the tests for encoders.</summary>
public sealed class ByteEncoderConformanceTests : TokenEncoderConformance
{
    protected override ITokenEncoder Create() => ByteTokenEncoder.Instance;
}
