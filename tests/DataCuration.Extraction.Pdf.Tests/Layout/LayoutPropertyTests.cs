using CsCheck;

namespace DataCuration.Extraction.Pdf.Tests;

public sealed class LayoutPropertyTests
{
    private static readonly Gen<PdfGlyph> Glyph = Gen.Select(Gen.Char["abcdefghijABC0123456789.-()|•"], Gen.Double[0, 600], Gen.Double[0, 800],
        Gen.Double[4, 30], Gen.Int[0, 9]).Select((c, x, y, size, turn) => turn switch
    {
        8 => new PdfGlyph(c.ToString(), x, y, x, y - 0.5 * size, size),
        9 => new PdfGlyph(c.ToString(), x, y, x - 0.5 * size, y, size),
        7 => new PdfGlyph(c.ToString(), x, y, x + 0.5 * size, y, size, Font: GlyphSheet.Fixed),
        _ => new PdfGlyph(c.ToString(), x, y, x + 0.5 * size, y, size),
    });

    /// <summary>Rows of words, so that lines, columns, tables and headers occur besides random text.</summary>
    private static readonly Gen<PdfGlyph[]> Lines =
        Gen.Select(Gen.Int[1, 30], Gen.Int[0, 8], Gen.Int[1, 30], Gen.String[Gen.Char["abc AB12.-"], 1, 40], Gen.Int[0, 2]).Array[1, 12].Select(specs =>
        specs.SelectMany(spec => spec.Item4.Select((c, i) => (c, i)).Where(pair => pair.c != ' ').Select(pair =>
            new PdfGlyph(pair.c.ToString(), 20 * spec.Item1 + 5 * pair.i, 24 * spec.Item3 + spec.Item2, 20 * spec.Item1 + 5 * pair.i + 5,
                24 * spec.Item3 + spec.Item2, 10, Font: spec.Item5 switch { 0 => null, 1 => GlyphSheet.Bold, _ => GlyphSheet.Fixed }))).ToArray());

    [Fact]
    public void Assemble_AnyGlyphs_CountsEveryOmittedLetter() => Gen.OneOf(Glyph.Array[1, 300], Lines).Array[1, 4].Sample(pages =>
    {
        PageLayout[] layouts = [.. pages.Select(glyphs => new PageLayoutBuilder().Build(new GlyphPage(600, 800, glyphs)))];
        long drawn = pages.Sum(glyphs => (long)glyphs.Length);
        Assert.Equal(drawn, layouts.Sum(layout => layout.Letters + layout.Hidden));
        var options = new PdfExtractorOptions
        {
            JoinHyphenatedWords = false,
            MarkdownTables = false,
            MarkdownHeadings = false,
            MarkdownListings = false
        };
        AssembledText text = TextAssembler.Assemble(layouts, options);
        Assert.Equal(layouts.Sum(layout => layout.Letters),
            text.RunningLetters + text.LineNumberLetters + text.LeaderLetters + text.Text.Count(c => !char.IsWhiteSpace(c)));
        Assert.Equal(pages.Length, text.PageOffsets.Count);
        Assert.Equal(text.PageOffsets.Order(), text.PageOffsets);
        Assert.InRange(text.PageOffsets[^1], 0, text.Text.Length);
    }, iter: 300);

    [Fact]
    public void Assemble_SameGlyphs_GivesTheSameText() => Lines.Array[1, 3].Sample(pages =>
    {
        string Once() =>
            TextAssembler.Assemble([.. pages.Select(glyphs => new PageLayoutBuilder().Build(new GlyphPage(600, 800, glyphs)))], new PdfExtractorOptions()).Text;
        Assert.Equal(Once(), Once());
    }, iter: 100);

    [Theory]
    [InlineData("chaos")]
    [InlineData("pile")]
    [InlineData("row")]
    [InlineData("grid")]
    [InlineData("diagonal")]
    public void Assemble_HostilePages_TakeNearlyLinearWork(string kind)
    {
        // Twenty times the glyphs of a full page may take about twenty times as long. Quadratic work would take hours.
        var glyphs = new PdfGlyph[100_000];
        for (int i = 0; i < glyphs.Length; i++)
        {
            (double x, double y) = kind switch
            {
                "chaos" => (i * 7919.0 % 600, i * 104729.0 % 800),
                "pile" => (300 + i * 1e-6, 400 + i * 1e-6),
                "row" => (i * 0.2, 400.0),
                "grid" => (i % 300 * 20.0, i / 300 * 12.0),
                _ => (i * 0.006, i * 0.008),
            };
            glyphs[i] = new PdfGlyph(((char)('a' + i % 26)).ToString(), x, y, x + 3, y, 6);
        }
        double size = kind is "row" or "grid" ? 1e6 : 800;
        PageLayout layout = new PageLayoutBuilder().Build(new GlyphPage(size, size, glyphs));
        AssembledText text = TextAssembler.Assemble([layout], new PdfExtractorOptions());
        Assert.Equal(glyphs.Length, layout.Letters + layout.Hidden);
        Assert.NotEmpty(text.Text);
    }
}
