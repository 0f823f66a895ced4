using DataCuration.Extraction.Pdf;

namespace DataCuration.Conformance;

/// <summary>Counts the tests of a folder that our text passes, and those that pdftotext's text passes.</summary>
public static class PdfJudge
{
    private const string Tests = "tests.jsonl";

    /// <summary>Extracts a file: returns its text, or the reason in brackets.</summary>
    /// <param name="file">The PDF.</param>
    public static string Extract(string file)
    {
        ExtractionResult result = new PdfExtractor()
            .Extract(new RawDocument { Id = Path.GetFileName(file), Content = File.ReadAllBytes(file), MediaType = "application/pdf" });
        return result.Document?.Text ?? $"[{result.Reason}]";
    }

    /// <summary>
    /// Checks a folder. Every file has to yield text. For each present and order test that pdftotext passes, we have to pass it too, or another test in
    /// its place.
    /// A test that we fail is listed; it is a failed case only if pdftotext passes it. A last case compares the sums. Absent tests are reported.
    /// </summary>
    /// <param name="folder">A folder of PDFs with tests.jsonl.</param>
    /// <param name="report">Receives the results.</param>
    /// <param name="cancellationToken">Cancels the checks.</param>
    public static async Task JudgeAsync(string folder, JudgeReport report, CancellationToken cancellationToken)
    {
        IReadOnlyList<PdfTestCase> tests = PdfTestCase.Read(Path.Combine(folder, Tests));
        var score = new SortedDictionary<string, (int Ours, int Theirs, int All)>(StringComparer.Ordinal);
        bool hasBar = true;
        foreach (IGrouping<string, PdfTestCase> file in tests.GroupBy(test => test.File))
        {
            string path = Path.Combine(folder, file.Key), ours = "";
            report.Case(file.Key, "text", checks =>
            {
                ours = Extract(path);
                checks.Equal("text", "some", ours.Length > 0 && ours[0] != '[' ? "some" : ours);
            });
            string? theirs = await PdfToText.ReadAsync(path, cancellationToken).ConfigureAwait(false);
            hasBar &= theirs is not null;
            foreach (PdfTestCase test in file)
            {
                bool passes = test.Passes(ours), barPasses = theirs is not null && test.Passes(theirs);
                (int Ours, int Theirs, int All) sum = score.GetValueOrDefault(test.Kind);
                score[test.Kind] = (sum.Ours + (passes ? 1 : 0), sum.Theirs + (barPasses ? 1 : 0), sum.All + 1);
                if (!passes) report.Note($"not passed: {test.Id} ({test.Kind}{(barPasses ? "; pdftotext passes it" : "")}): {Short(test)}");
                // Absent tests cannot all be met from one page, so they do not count.
                if (test.Kind != "absent")
                    report.Case(file.Key, test.Id, checks => checks.Equal("passes as pdftotext does", "True", (passes || !barPasses).ToString()));
            }
        }
        foreach ((string kind, (int ours, int theirs, int all)) in score) report.Note(
            $"{kind}: ours {ours} of {all}, pdftotext {(hasBar ? theirs.ToString(System.Globalization.CultureInfo.InvariantCulture) : "not installed here")}");
        if (!hasBar)
        {
            report.Note("pdftotext is not installed (Debian: poppler-utils): nothing to compare with.");
            return;
        }
        foreach (string kind in new[] { "present", "order" })
        {
            (int ours, int theirs, _) = score.GetValueOrDefault(kind);
            report.Case(Tests, $"{kind}, sum", checks => checks.Equal("at least pdftotext's", "True", (ours >= theirs).ToString()));
        }
    }

    private static string Short(PdfTestCase test) => (test.Text + (test.Kind == "order" ? " … " + test.After : "")) is { Length: > 100 } text
        ? text[..100] + "…" : test.Text + (test.Kind == "order" ? " … " + test.After : "");
}
