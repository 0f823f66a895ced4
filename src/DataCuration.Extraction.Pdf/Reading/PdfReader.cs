using UglyToad.PdfPig;
using UglyToad.PdfPig.Core;
using UglyToad.PdfPig.Exceptions;

namespace DataCuration.Extraction.Pdf;

/// <summary>Reads the glyphs of a PDF with PdfPig, within the limits. Every exception of PdfPig becomes a drop reason.</summary>
internal static class PdfReader
{
    /// <summary>PdfPig's own limit for nested arrays and dictionaries.</summary>
    private const int MaxObjectDepth = 256;

    /// <summary>Reads a file.</summary>
    /// <param name="file">The bytes of the file.</param>
    /// <param name="options">The options with the limits.</param>
    /// <param name="threads">The threads with a large stack, since PdfPig reads page trees and nested objects by recursion.</param>
    /// <param name="reason">The drop reason if there is no content (<see cref="PdfDropReasons"/>).</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <returns>The content, or null.</returns>
    public static PdfContent? Read(ReadOnlyMemory<byte> file, PdfExtractorOptions options, DeepStackThreads threads, out string? reason,
        CancellationToken cancellationToken)
    {
        reason = Check(file.Span, options);
        if (reason is not null) return null;
        PdfContent? content = null;
        string? failure = null;
        threads.Run(() => content = ReadHere(file, options, out failure, cancellationToken));
        reason = failure;
        return content;
    }

    private static string? Check(ReadOnlySpan<byte> file, PdfExtractorOptions options)
    {
        if (file.IsEmpty) return PdfDropReasons.Empty;
        if (file.Length > options.MaxBytes) return PdfDropReasons.TooLarge;
        // Readers accept the header anywhere in the first kilobyte. A file with a damaged start can still have its trailer.
        bool isPdf = file[..Math.Min(file.Length, 1024)].IndexOf("%PDF-"u8) >= 0 || file[^Math.Min(file.Length, 2048)..].IndexOf("startxref"u8) >= 0;
        if (!isPdf) return PdfDropReasons.NotPdf;
        return NestingScan.IsTooDeep(file) ? PdfDropReasons.TooDeep : null;
    }

    private static PdfContent? ReadHere(ReadOnlyMemory<byte> file, PdfExtractorOptions options, out string? reason, CancellationToken cancellationToken)
    {
        var budget = new PdfBudget(options, cancellationToken);
        reason = PdfDropReasons.TooDeep;
        if (budget.References.AddFile(file.Span)) return null;
        PdfDocument? document = Guard(() => PdfDocument.Open(file, new ParsingOptions
        {
            UseLenientParsing = true,
            SkipMissingFonts = true,
            ClipPaths = false,
            MaxStackDepth = MaxObjectDepth,
            FilterProvider = new BudgetFilters(budget),
        }), budget, out reason);
        if (document is null) return null;
        using (document)
        {
            int count = Guard(() => (object)document.NumberOfPages, budget, out reason) is int pages ? pages : 0;
            if (reason is null && count > options.MaxPages) reason = PdfDropReasons.TooManyPages;
            if (reason is null && count == 0) reason = PdfDropReasons.Damaged;
            if (reason is not null) return null;
            document.AddPageFactory<GlyphPage, GlyphPageFactory>();
            var layouts = new PageLayout?[count];
            var builder = new PageLayoutBuilder();
            for (int i = 0; i < count; i++)
            {
                int number = i + 1;
                GlyphPage? page = Guard(() => document.GetPage<GlyphPage>(number), budget, out _);
                if (budget.Exceeded is not null)
                {
                    reason = budget.Exceeded;
                    return null;
                }
                layouts[i] = page is null ? null : builder.Build(page);
            }
            // The unreadable pages may be the ones with text.
            if (Array.TrueForAll(layouts, layout => layout is null)
                || (Array.Exists(layouts, layout => layout is null) && Array.TrueForAll(layouts, layout => layout is null or { Letters: 0, Unmapped: 0 })))
            {
                reason = PdfDropReasons.Damaged;
                return null;
            }
            string? title = Guard(() => document.Information?.Title, budget, out _), author = Guard(() => document.Information?.Author, budget, out _);
            return new PdfContent(layouts, Clean(title), Clean(author));
        }
    }

    /// <summary>Calls PdfPig. It throws arbitrary exceptions on damaged files, and all of them become a reason.</summary>
    private static T? Guard<T>(Func<T?> read, PdfBudget budget, out string? reason) where T : class
    {
        reason = null;
        try
        {
            return read();
        }
        catch (PdfDocumentEncryptedException)
        {
            reason = PdfDropReasons.Encrypted;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            reason = budget.Exceeded ?? PdfDropReasons.Damaged;
        }
        return null;
    }

    private static string? Clean(string? value)
    {
        string text = TextCleaning.Normalize(value ?? "");
        return text.Length == 0 ? null : text;
    }
}
