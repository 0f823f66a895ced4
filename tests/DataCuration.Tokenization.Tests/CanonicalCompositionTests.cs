namespace DataCuration.Tokenization.Tests;

public sealed class CanonicalCompositionTests
{
    // From the Unicode Standard, Annex 15 and NormalizationTest.txt.
    [Theory]
    [InlineData("plain \u00E9 \u00FF", "plain \u00E9 \u00FF")]
    [InlineData("e\u0301", "\u00E9")]
    [InlineData("a\u0323\u0307", "\u1EA1\u0307")]
    [InlineData("a\u0307\u0323", "\u1EA1\u0307")] // sorted first
    [InlineData("s\u0323\u0307", "\u1E69")]
    [InlineData("\u1E9B\u0323", "\u1E9B\u0323")]
    [InlineData("\u212B\u2126\u212A", "\u00C5\u03A9K")] // singletons
    [InlineData("\u0958", "\u0915\u093C")] // excluded from composition
    [InlineData("\uFB1F", "\u05F2\u05B7")]
    [InlineData("\u1112\u1161\u11AB", "\uD55C")]
    [InlineData("\uD558\u11AB", "\uD55C")]
    [InlineData("\uD55C\u11AB", "\uD55C\u11AB")]
    [InlineData("\u0061\u0315\u0300\u05AE\u0300\u0062", "\u00E0\u05AE\u0300\u0315\u0062")]
    [InlineData("\u0301e", "\u0301e")]
    [InlineData("e\u0327\u0301\u0301", "\u0229\u0301\u0301")]
    [InlineData("\U0001D15E", "\U0001D157\U0001D165")]
    [InlineData("\U00011099\U000110BA", "\U0001109A")]
    [InlineData("\uF900 \U0002F800", "\u8C48 \u4E3D")]
    [InlineData("\u09C7\u09BE", "\u09CB")]
    [InlineData("\u0344", "\u0308\u0301")]
    [InlineData("\u03B1\u0313\u0300\u0345", "\u1F82")]
    public void Compose_Text_IsNfc(string text, string expected)
    {
        Assert.Equal(expected, CanonicalComposition.Compose(text));
        Assert.Equal(expected, CanonicalComposition.Compose(expected));
    }
}
