using System.Text.Json;

namespace DataCuration.Training.Tests;

public sealed class DecoderOptionsTests
{
    [Fact]
    public void ParameterCount_Presets_AreWhatTheySay()
    {
        // 2 * 257 * 96 + 3 * (4 * 96^2 + 3 * 96 * 256 + 2 * 96) + 96
        Assert.Equal(381_792, DecoderOptions.Tiny.ParameterCount);
        // 2 * 257 * 256 + 6 * (256 * 32 * 16 + 256^2 + 3 * 256 * 704 + 2 * 256) + 256
        Assert.Equal(4_558_592, DecoderOptions.Small.ParameterCount);
        // 50304 * 768 + 12 * (768 * 64 * 20 + 768^2 + 3 * 768 * 2048 + 2 * 768) + 768
        Assert.Equal(114_150_144, DecoderOptions.Base.ParameterCount);
    }

    [Fact]
    public void Validate_Presets_Fit()
    {
        DecoderOptions.Tiny.Validate();
        DecoderOptions.Small.Validate();
        DecoderOptions.Base.Validate();
    }

    [Theory]
    [InlineData(97, 3, 3, "not a multiple")]
    [InlineData(96, 4, 3, "not a multiple")]
    [InlineData(9, 3, 3, "odd")]
    public void Validate_WidthsThatDoNotFit_NamesThem(int width, int heads, int keyValueHeads, string word)
    {
        var options = new DecoderOptions { Width = width, Heads = heads, KeyValueHeads = keyValueHeads };
        Assert.Contains(word, Assert.Throws<ArgumentException>(options.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HeadWidth_NotSet_FollowsTheOtherDimensions()
    {
        DecoderOptions options = DecoderOptions.Tiny with { Width = 192 };
        Assert.Equal(64, options.HeadWidth);
        DecoderOptions wide = DecoderOptions.Tiny with { HeadWidth = 40 };
        Assert.Equal(40, (wide with { Width = 100 }).HeadWidth);
        (wide with { Width = 100 }).Validate();
        Assert.Equal("HeadWidth 7 is odd; rotary positions rotate pairs of dimensions.",
            Assert.Throws<ArgumentException>((DecoderOptions.Tiny with { HeadWidth = 7 }).Validate).Message);
        // 2 * 257 * 96 + 3 * (96 * 40 * 9 + 96 * 120 + 40 * 9 + 2 * 40 + 3 * 96 * 256 + 2 * 96) + 96
        Assert.Equal(410_760, (wide with { QkvBias = true, QueryKeyNorm = true }).ParameterCount);
    }

    [Fact]
    public void Json_OptionsOfAnOldCheckpoint_EqualTheOptionsThatItWasMadeWith()
    {
        // As version 0.1.0 wrote them: with the head width, which was computed.
        const string Old = """
            {"VocabularySize":257,"Layers":3,"Width":96,"Heads":3,"KeyValueHeads":3,"FeedForwardWidth":256,"ContextLength":256,"RopeTheta":10000,
            "NormEpsilon":1E-05,"TieEmbeddings":false,"HeadWidth":32,"ParameterCount":381792}
            """;
        Assert.Equal(DecoderOptions.Tiny, JsonSerializer.Deserialize<DecoderOptions>(Old));
        DecoderOptions other = DecoderOptions.Tiny with { HeadWidth = 40, RopeScaling = new() { Factor = 4 }, QkvBias = true };
        Assert.Equal(other, JsonSerializer.Deserialize<DecoderOptions>(JsonSerializer.Serialize(other)));
    }

    [Fact]
    public void Describe_NewOptionsNotUsed_AreNotNamed()
    {
        // A training of version 0.1.0 resumes: its identity names the options of that version only.
        var writer = new FingerprintWriter();
        DecoderOptions.Tiny.Describe(writer);
        Assert.Equal(["VocabularySize", "Layers", "Width", "Heads", "KeyValueHeads", "FeedForwardWidth", "ContextLength", "RopeTheta", "NormEpsilon",
            "TieEmbeddings"], writer.Parts.Select(part => part.Name));
    }

    [Fact]
    public void Init_OutOfRange_NamesOptionAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new DecoderOptions { Layers = 0 });
        Assert.Equal("Layers", error.ParamName);
        Assert.Equal(0, error.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecoderOptions { RopeTheta = double.NaN });
    }
}
