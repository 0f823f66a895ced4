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
    public void Init_OutOfRange_NamesOptionAndValue()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => new DecoderOptions { Layers = 0 });
        Assert.Equal("Layers", error.ParamName);
        Assert.Equal(0, error.ActualValue);
        Assert.Throws<ArgumentOutOfRangeException>(() => new DecoderOptions { RopeTheta = double.NaN });
    }
}
