using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

public sealed class EncoderTests : TokenEncoderConformance
{
    protected override ITokenEncoder Create() => new CharactersEncoder();
}
