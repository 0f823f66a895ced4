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

    [Theory]
    [InlineData("\u4E2D\u6587\uFF0C \uD55C\uAD6D\uC5B4 \u65E5\u672C\u304C")]
    [InlineData("\u0395\u03BB\u03BB\u03B7\u03BD\u03B9\u03BA\u03AC \u0440\u0443\u0441\u0441\u043A\u0438\u0439 \u00E9\u1EA1")]
    [InlineData("\u0939\u093F\u0928\u094D\u0926\u0940 \U0001F600")]
    [InlineData("\u05D0\u05B0\u05BC")] // marks in order
    public void Compose_TextThatIsNfc_IsNotCopied(string text) => Assert.Same(text, CanonicalComposition.Compose(text));

    [Theory]
    [InlineData("a\uD800b\u4E2D")] // half a character
    [InlineData("\u4E2D\uDC00")]
    public void Compose_HalfCharacter_IsReplaced(string text) =>
        Assert.Equal(text.Replace('\uD800', '\uFFFD').Replace('\uDC00', '\uFFFD'), CanonicalComposition.Compose(text));

    [Fact]
    public void Compose_EveryPairOfMarksAndLetters_IsStable()
    {
        // The quick check must not take a text for NFC that the full way changes: what it returns is composed once more after a character that changes.
        var random = new SeededRandom(3);
        (int Start, int Count)[] ranges =
            [(0x300, 0x70), (0x591, 0x30), (0x915, 0x40), (0x1100, 0x100), (0x1E00, 0x100), (0x1F00, 0x100), (0x3041, 0x60), (0x11099, 0x30)];
        int[] points = [.. ranges.SelectMany(range => Enumerable.Range(range.Start, range.Count)), 'a', 'e', 'o', 0xAC00, 0xF900];
        for (int i = 0; i < 20_000; i++)
        {
            string text = string.Concat(Enumerable.Range(0, 4).Select(_ => char.ConvertFromUtf32(points[random.NextInt64(points.Length)])));
            Assert.Equal("K " + CanonicalComposition.Compose(text), CanonicalComposition.Compose("\u212A " + text));
        }
    }
}
