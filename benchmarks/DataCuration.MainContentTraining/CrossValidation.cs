using DataCuration.Extraction;

namespace DataCuration.MainContentTraining;

/// <summary>Trains on four fifths of the pages and judges on the last one, five times; then on all of them.</summary>
internal sealed class CrossValidation
{
    public const int Folds = 5;

    private readonly List<TrainingPage> pages;
    private readonly BoostedTrees[] blockTrees = new BoostedTrees[Folds];
    private readonly BoostedTrees[][] kindTrees = [.. Enumerable.Range(0, Folds).Select(_ => new BoostedTrees[PageTypes.Count])];

    public CrossValidation(List<TrainingPage> pages)
    {
        this.pages = pages;
        // All pages of a site go to one fold: a site's layout must not be learned from its other pages. The largest sites first, each to the fold with the fewest pages of its kind.
        var placed = new List<TrainingPage>();
        foreach (IGrouping<string, TrainingPage> site in pages.GroupBy(page => page.Host, StringComparer.Ordinal).OrderByDescending(group => group.Count())
            .ThenBy(group => System.IO.Hashing.XxHash3.HashToUInt64(System.Text.Encoding.UTF8.GetBytes(group.Key))))
        {
            string kind = site.First().Set + site.First().Type;
            int fold = Enumerable.Range(0, Folds).MinBy(candidate => placed.Count(page => page.Fold == candidate && page.Set + page.Type == kind));
            foreach (TrainingPage page in site)
            {
                page.Fold = fold;
                placed.Add(page);
            }
        }
    }

    /// <summary>Judges every page by trees that have not seen its site.</summary>
    public void Run()
    {
        for (int fold = 0; fold < Folds; fold++)
        {
            BoostedTrees trees = blockTrees[fold] = Trainer().Train([.. Rows(fold)], Labels(fold), Weights(fold), Pages(fold));
            foreach (TrainingPage page in pages.Where(page => page.Fold == fold)) page.Scores = [.. page.Rows.Select(row => Sigmoid(trees.Evaluate(row)))];
        }
        TrainKinds();
        Report("held out", page => page.Scores, [0.5f, -1, -0.7f, -0.5f, 0]);
    }

    /// <summary>Shows the pages of a collection that were judged worst, with their largest mistakes.</summary>
    public void Worst(string set, int count)
    {
        foreach ((TrainingPage page, double f1) in pages.Where(page => page.Set == set).Select(page =>
        {
            float[] score = page.Scores;
            return (page, Metrics.WordF1(page.Gold, page.Select(score, ExpectedBest(page, score, page.Predicted == PageType.Article ? 0.7f : 1))));
        }).OrderBy(entry => entry.Item2).Take(count))
        {
            float[] score = page.Scores;
            float threshold = ExpectedBest(page, score, page.Predicted == PageType.Article ? 0.7f : 1);
            int missed = page.Blocks.Where((_, i) => score[i] <= threshold && page.Labels[i] > 0.5).Sum(block => block.Length);
            int wrong = page.Blocks.Where((_, i) => score[i] > threshold && page.Labels[i] <= 0.5).Sum(block => block.Length);
            Console.WriteLine($"{page.Set} {page.Type} {page.Id[..Math.Min(60, page.Id.Length)]} f1 {f1:F3} gold {page.Gold.Length} words, missed {missed}, wrong {wrong}");
            foreach (int i in Enumerable.Range(0, page.Blocks.Length).Where(i => score[i] > threshold != page.Labels[i] > 0.5).OrderByDescending(i => page.Blocks[i].Length).Take(5))
                Console.WriteLine($"      {(page.Labels[i] > 0.5 ? "missed" : "wrong ")} {score[i]:F2} label {page.Labels[i]:F2} {page.Blocks[i].Length} words: {string.Join(' ', page.Blocks[i].Take(18))}");
        }
    }

    /// <summary>Grows the trees for kinds of pages, and says how many held-out pages they judge right.</summary>
    private void TrainKinds()
    {
        TrainingPage[] all = [.. pages];
        float[][] best = new float[all.Length][];
        for (int i = 0; i < all.Length; i++) best[i] = new float[PageTypes.Count];
        foreach (PageType kind in Enum.GetValues<PageType>())
        {
            for (int fold = 0; fold < Folds; fold++)
            {
                BoostedTrees trees = kindTrees[fold][(int)kind] = TrainKind(kind, [.. all.Where(page => page.Fold != fold)]);
                for (int i = 0; i < all.Length; i++)
                    if (all[i].Fold == fold) best[i][(int)kind] = trees.Evaluate(all[i].PageRow);
            }
        }
        for (int i = 0; i < all.Length; i++) all[i].Predicted = (PageType)Array.IndexOf(best[i], best[i].Max());
        Console.WriteLine($"kinds of pages held out: {all.Count(page => page.Predicted == page.Kind)} of {all.Length} right; "
            + string.Join(' ', all.GroupBy(page => page.Kind).OrderBy(group => group.Key).Select(group => $"{group.Key} {group.Count(page => page.Predicted == page.Kind)}/{group.Count()}")));
    }

    private static BoostedTrees TrainKind(PageType kind, TrainingPage[] some) => new TreeTrainer { Trees = 40, Leaves = 6, Rate = 0.12, MinHessian = 1, Lambda = 1, FeatureShare = 0.4, PageShare = 0.7 }
        .Train([.. some.Select(page => page.PageRow)], [.. some.Select(page => page.Kind == kind ? 1f : 0f)], [.. some.Select(page => page.Set == "aeb" ? 0.5f : 1f)], [.. Enumerable.Range(0, some.Length)]);

    /// <summary>Grows trees on all pages and writes them. To be called last: the pages' scores are those of these trees then.</summary>
    public void Save(string folder)
    {
        TrainingPage[] all = [.. pages];
        foreach (PageType kind in Enum.GetValues<PageType>()) File.WriteAllBytes(Path.Combine(folder, $"PageType{kind}.trees"), TrainKind(kind, all).ToBytes());
        TreeTrainer trainer = Trainer();
        BoostedTrees trees = trainer.Train([.. Rows(-1)], Labels(-1), Weights(-1), Pages(-1));
        Console.WriteLine("most useful: " + string.Join(' ', trainer.Importance.Index().OrderByDescending(entry => entry.Item).Take(40).Select(entry => $"{entry.Index}:{entry.Item:F0}")));
        File.WriteAllBytes(Path.Combine(folder, "MainContentBlocks.trees"), trees.ToBytes());
        foreach (TrainingPage page in pages) page.Scores = [.. page.Rows.Select(row => Sigmoid(trees.Evaluate(row)))];
        Report("trained on", page => page.Scores, [-1, -0.7f, 0]);
    }

    /// <summary>The texts of held-out pages, for the evaluators of the benchmarks: made by the extractor itself, all its steps included, with the trees that have not seen the page's site.</summary>
    public void WritePredictions(string file)
    {
        PageExtractor[] extractors = [.. Enumerable.Range(0, Folds).Select(fold => new PageExtractor(new ExtractionTrees(blockTrees[fold], kindTrees[fold])))];
        var options = new HtmlExtractor();
        using FileStream stream = File.Create(file);
        System.Text.Json.JsonSerializer.Serialize(stream, pages.ToDictionary(page => page.Id, page => extractors[page.Fold].Extract(page.Html, null, null, options).Text));
    }

    /// <summary>Prints the measures of what scores above each threshold; a threshold below zero is minus the beta of the expected F measure, zero that of <c>ExtractionFocus.Balanced</c>.</summary>
    public void Report(string name, Func<TrainingPage, float[]> scores, float[] thresholds)
    {
        foreach (float threshold in thresholds)
        {
            var precisions = new List<double>();
            var recalls = new List<double>();
            var f1 = new List<(string Type, double F1)>();
            foreach (TrainingPage page in pages)
            {
                float[] score = scores(page);
                float limit = threshold > 0 ? threshold : ExpectedBest(page, score, threshold < 0 ? -threshold : page.Predicted == PageType.Article ? 0.7f : 1);
                string[] text = page.Select(score, limit);
                if (page.Set == "aeb")
                {
                    (double? precision, double? recall) = Metrics.Shingles(page.Gold, text);
                    if (precision is { } p) precisions.Add(p);
                    if (recall is { } r) recalls.Add(r);
                }
                else
                {
                    f1.Add((page.Type, Metrics.WordF1(page.Gold, text)));
                }
            }
            double meanPrecision = precisions.Average();
            double meanRecall = recalls.Average();
            Console.WriteLine($"{name,-14} {threshold:F2}  aeb {2 * meanPrecision * meanRecall / (meanPrecision + meanRecall):F4} (P {meanPrecision:F3} R {meanRecall:F3})  wcxb {f1.Average(entry => entry.F1):F4}  "
                + string.Join(' ', f1.GroupBy(entry => entry.Type).OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key[..4]} {group.Average(entry => entry.F1):F3}")));
        }
    }

    private static float ExpectedBest(TrainingPage page, float[] scores, float beta)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        double all = Enumerable.Range(0, scores.Length).Sum(i => (double)scores[i] * page.Blocks[i].Length);
        double chosen = 0;
        double hits = 0;
        double best = 0;
        float limit = 0.5f;
        for (int n = 0; n < order.Length; n++)
        {
            int i = order[n];
            chosen += page.Blocks[i].Length;
            hits += scores[i] * page.Blocks[i].Length;
            double f = (1 + beta * beta) * hits / (chosen + (beta * beta * all) + 1e-9);
            if (f <= best) continue;
            best = f;
            limit = n + 1 < order.Length ? (scores[i] + scores[order[n + 1]]) / 2 : scores[i] - 1e-6f;
        }
        return limit;
    }

    private static TreeTrainer Trainer() => new() { Trees = 90, Leaves = 20, Rate = 0.09, MinHessian = 0.12, Lambda = 0.5, FeatureShare = 0.3, PageShare = 0.55 };

    private static float Sigmoid(float value) => 1 / (1 + MathF.Exp(-value));

    private IEnumerable<TrainingPage> Without(int fold) => pages.Where(page => page.Fold != fold);

    private IEnumerable<float[]> Rows(int fold) => Without(fold).SelectMany(page => page.Rows);

    private float[] Labels(int fold) => [.. Without(fold).SelectMany(page => page.Labels)];

    private int[] Pages(int fold) => [.. Without(fold).Index().SelectMany(entry => entry.Item.Rows.Select(_ => entry.Index))];

    /// <summary>Every page counts the same, and in it every block by its words, short ones a little more than that.</summary>
    private float[] Weights(int fold) => [.. Without(fold).SelectMany(page =>
    {
        float[] weights = [.. page.Blocks.Select(block => MathF.Sqrt(block.Length) + (0.5f * block.Length))];
        float scale = 20 / Math.Max(1, weights.Sum());
        return weights.Select(weight => weight * scale);
    })];
}
