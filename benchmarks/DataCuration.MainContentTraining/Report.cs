using DataCuration.Extraction;

namespace DataCuration.MainContentTraining;

/// <summary>Prints the quality of the predictions.</summary>
internal static class Report
{
    /// <summary>Prints the benchmarks' measures for texts.</summary>
    public static void Print(string name, IReadOnlyCollection<TrainingPage> pages, Func<TrainingPage, string[]> text)
    {
        var precisions = new List<double>();
        var recalls = new List<double>();
        var f1 = new List<(string Type, double F1)>();
        foreach (TrainingPage page in pages.Where(page => page.Segments is null))
        {
            string[] words = text(page);
            if (page.Set == "aeb")
            {
                (double? precision, double? recall) = Metrics.Shingles(page.Gold, words);
                if (precision is { } p) precisions.Add(p);
                if (recall is { } r) recalls.Add(r);
            }
            else
            {
                f1.Add((page.Type, Metrics.WordF1(page.Gold, words)));
            }
        }
        double meanPrecision = precisions.Average();
        double meanRecall = recalls.Average();
        Console.WriteLine($"{name,-28} aeb {2 * meanPrecision * meanRecall / (meanPrecision + meanRecall):F4} (P {meanPrecision:F3} R {meanRecall:F3})  wcxb "
            + $"{f1.Average(entry => entry.F1):F4}  "
            + string.Join(' ', f1.GroupBy(entry => entry.Type).OrderBy(group => group.Key, StringComparer.Ordinal)
                .Select(group => $"{group.Key[..4]} {group.Average(entry => entry.F1):F3}")));
    }

    /// <summary>Prints the measures of the extracted texts, those of segments by language too.</summary>
    public static void PrintTexts(string name, IReadOnlyCollection<TrainingPage> pages)
    {
        Print(name, pages, page => Metrics.Words(page.Text));
        TrainingPage[] segmented = [.. pages.Where(page => page.Segments is not null)];
        if (segmented.Length == 0) return;
        PrintSegments($"{name}, trafilatura", segmented);
        foreach (IGrouping<string, TrainingPage> group in segmented.GroupBy(page => page.Language).OrderByDescending(group => group.Count()).Take(8))
            PrintSegments($"    {(group.Key.Length > 0 ? group.Key : "none")}", [.. group]);
    }

    private static void PrintSegments(string name, TrainingPage[] pages)
    {
        (double precision, double recall, double f1) = Metrics.OfSegments(pages, page => page.Text);
        Console.WriteLine($"{name,-40} {pages.Length} pages {f1:F4} (P {precision:F4} R {recall:F4})");
    }

    /// <summary>Prints the measures of the blocks with the best expected F measure.</summary>
    public static void PrintExpected(string name, IReadOnlyCollection<TrainingPage> pages, float beta) =>
        Print($"{name}, beta {beta:F1}", pages, page => page.Select(page.Scores, page.ExpectedBest(page.Scores, beta)));

    /// <summary>Prints the same for the first predictions.</summary>
    public static void PrintFirst(string name, IReadOnlyCollection<TrainingPage> pages, float beta) =>
        Print($"{name}, beta {beta:F1}", pages, page => page.Select(page.FirstScores, page.ExpectedBest(page.FirstScores, beta)));

    /// <summary>Prints the number of pages with correct page type.</summary>
    public static void PrintKinds(string name, IReadOnlyCollection<TrainingPage> pages) =>
        Console.WriteLine($"{name}: page type correct for {pages.Count(page => page.Predicted == page.Kind)} of {pages.Count} pages; "
            + string.Join(' ', pages.GroupBy(page => page.Kind).OrderBy(group => group.Key)
                .Select(group => $"{group.Key} {group.Count(page => page.Predicted == page.Kind)}/{group.Count()}")));

    /// <summary>Prints the worst pages of a collection with their largest errors.</summary>
    public static void PrintWorst(IEnumerable<TrainingPage> pages, string set, int count)
    {
        foreach ((TrainingPage page, double f1) in pages.Where(page => page.Set == set && page.Segments is null)
            .Select(page => (page, Metrics.WordF1(page.Gold, Metrics.Words(page.Text)))).OrderBy(entry => entry.Item2).Take(count))
        {
            float[] score = page.Scores;
            float threshold = page.ExpectedBest(score, (float)ContentSelector.BalancedBeta(page.Predicted));
            int missed = page.Blocks.Where((_, i) => score[i] <= threshold && page.Labels[i] > 0.5).Sum(block => block.Length);
            int wrong = page.Blocks.Where((_, i) => score[i] > threshold && page.Labels[i] <= 0.5).Sum(block => block.Length);
            Console.WriteLine(
                $"{page.Set} {page.Type} {page.Id[..Math.Min(60, page.Id.Length)]} f1 {f1:F3} gold {page.Gold.Length} words, missed {missed}, wrong {wrong}");
            foreach (int i in Enumerable.Range(0, page.Blocks.Length).Where(i => score[i] > threshold != page.Labels[i] > 0.5)
                .OrderByDescending(i => page.Blocks[i].Length).Take(5))
                Console.WriteLine($"      {(page.Labels[i] > 0.5 ? "missed" : "wrong ")} {score[i]:F2} label {page.Labels[i]:F2} {page.Blocks[i].Length} "
                    + $"words: {string.Join(' ', page.Blocks[i].Take(18))}");
        }
    }
}
