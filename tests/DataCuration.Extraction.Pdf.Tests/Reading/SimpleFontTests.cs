using UglyToad.PdfPig;
using UglyToad.PdfPig.Content;

namespace DataCuration.Extraction.Pdf.Tests.Reading;

public sealed class SimpleFontTests
{
    [Fact]
    public void Glyphs_OfDocumentsWithManyFonts_ArePdfPigsLetters()
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "Documents");
        int compared = 0;
        foreach (string path in Directory.GetFiles(folder, "*.pdf").Order(StringComparer.Ordinal))
        {
            byte[] file = File.ReadAllBytes(path);
            using PdfDocument plain = PdfDocument.Open(file);
            using PdfDocument ours = PdfDocument.Open(file,
                new ParsingOptions { FilterProvider = new BudgetFilters(new PdfBudget(new PdfExtractorOptions(), default)) });
            ours.AddPageFactory<GlyphPage, GlyphPageFactory>();
            for (int number = 1; number <= plain.NumberOfPages; number++)
            {
                Page page = plain.GetPage(number);
                GlyphPage glyphs = ours.GetPage<GlyphPage>(number);
                Letter[] letters = [.. page.Letters];
                Assert.Equal(letters.Length, glyphs.Glyphs.Count + (int)glyphs.Unmapped);
                if (glyphs.Unmapped > 0) continue;
                for (int i = 0; i < letters.Length; i++)
                {
                    Assert.Equal(letters[i].Value, glyphs.Glyphs[i].Text);
                    Assert.Equal(letters[i].StartBaseLine.X, glyphs.Glyphs[i].X, 0.01);
                    Assert.Equal(letters[i].EndBaseLine.X, glyphs.Glyphs[i].EndX, 0.01);
                    compared++;
                }
            }
        }
        Assert.True(compared > 1_000, $"{compared} letters were compared.");
    }
}
