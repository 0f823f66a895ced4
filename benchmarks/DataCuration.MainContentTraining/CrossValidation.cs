using System.IO.Hashing;
using System.Text;
using DataCuration.Extraction;

namespace DataCuration.MainContentTraining;

/// <summary>Five-fold cross-validation over sites: trains on four fifths and evaluates on the last.</summary>
internal sealed class CrossValidation
{
    public const int Folds = 5;

    private readonly TrainingPage[] pages;

    public CrossValidation(IEnumerable<TrainingPage> pages)
    {
        this.pages = [.. pages];
        // All pages of a site are in one fold, so that its layout is never learned from its other pages. The largest sites come first, each into the fold with
        // the fewest pages of its type.
        var placed = new List<TrainingPage>();
        foreach (IGrouping<string, TrainingPage> site in this.pages.GroupBy(page => page.Host, StringComparer.Ordinal).OrderByDescending(group => group.Count())
            .ThenBy(group => HashOf(group.Key)))
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

    /// <summary>Returns true if a site is in the final test set, a fifth of all sites. It depends only on the name, so the set is always the same.</summary>
    public static bool IsKeptBack(string host) => HashOf(host) % 5 == 0;

    private static ulong HashOf(string host) => XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(host));

    /// <summary>Predicts every page of some folds with models that have not seen its site.</summary>
    /// <param name="folds">The folds to predict.</param>
    /// <param name="folder">The folder that keeps the trees of each fold, if any.</param>
    /// <returns>The predicted pages.</returns>
    public TrainingPage[] Run(IReadOnlyCollection<int> folds, string? folder)
    {
        foreach (int fold in folds)
        {
            TrainingPage[] held = [.. pages.Where(page => page.Fold == fold)];
            string? kept = folder is null ? null : Path.Combine(folder, $"fold{fold}");
            if (kept is not null && TreeFolder.Read(kept) is { } trees) Predict(trees, held);
            else trees = Train([.. pages.Where(page => page.Fold != fold)], held);
            if (kept is not null) TreeFolder.Write(kept, trees);
            Console.Error.WriteLine($"fold {fold}: {held.Length} pages");
        }
        return [.. pages.Where(page => folds.Contains(page.Fold))];
    }

    /// <summary>Trains models on some pages and predicts others with them.</summary>
    public static ExtractionTrees Train(TrainingPage[] known, TrainingPage[] held)
    {
        // The first predictions on training pages must come from models that have not seen them either; otherwise the second model would trust them too much.
        int[] folds = [.. known.Select(page => page.Fold).Distinct().Order()];
        foreach (int fold in folds)
        {
            BoostedTrees[] inner = KindTrees([.. known.Where(page => page.Fold != fold)]);
            foreach (TrainingPage page in known.Where(page => page.Fold == fold)) page.SetKinds(inner);
        }
        BoostedTrees[] kinds = KindTrees(known);
        Estimate(known);
        foreach (int fold in folds)
        {
            BoostedTrees inner = TrainBlocks([.. known.Where(page => page.Fold != fold)]);
            foreach (TrainingPage page in known.Where(page => page.Fold == fold)) page.SetContext(inner);
        }
        var trees = new ExtractionTrees(TrainBlocks(known), TrainContext(known), kinds);
        Predict(trees, held);
        return trees;
    }

    private static void Predict(ExtractionTrees trees, TrainingPage[] held)
    {
        var extractor = new PageExtractor(trees);
        var options = new PageExtractionOptions();
        foreach (TrainingPage page in held)
        {
            page.Predicted = page.SetKinds(trees.Kinds);
            page.SetContext(trees.Blocks);
            page.FirstScores = page.Predict(trees.Blocks);
            page.Scores = page.Predict(trees.Context);
            page.Text = extractor.Extract(page.Html, null, null, options).Text;
        }
    }

    /// <summary>Estimates the unknown labels of pages with segments by a model of the pages with gold text.</summary>
    private static void Estimate(TrainingPage[] known)
    {
        TrainingPage[] segmented = [.. known.Where(page => page.Segments is not null)];
        if (segmented.Length == 0) return;
        BoostedTrees model = TrainBlocks([.. known.Where(page => page.Segments is null)]);
        foreach (TrainingPage page in segmented)
        {
            float[] scores = page.Predict(model);
            for (int i = 0; i < scores.Length; i++)
                if (!page.IsKnown[i]) page.Labels[i] = scores[i];
        }
    }

    private static BoostedTrees[] KindTrees(TrainingPage[] some) => [.. Enum.GetValues<PageType>().Select(kind => TrainKind(kind, some))];

    private static BoostedTrees TrainKind(PageType kind, TrainingPage[] all)
    {
        // The types of pages with segments are not known.
        TrainingPage[] some = [.. all.Where(page => page.Segments is null)];
        return new TreeTrainer { Trees = 40, Leaves = 6, Rate = 0.12, MinHessian = 1, Lambda = 1, FeatureShare = 0.4, PageShare = 0.7 }
        .Train([.. some.Select(page => page.PageRow)], [.. some.Select(page => page.Kind == kind ? 1f : 0f)],
            [.. some.Select(page => page.Set == "aeb" ? 0.5f : 1f)], [.. Enumerable.Range(0, some.Length)]);
    }

    private static BoostedTrees TrainBlocks(TrainingPage[] known) =>
        Train(new TreeTrainer { Trees = 90, Leaves = 20, Rate = 0.09, MinHessian = 0.12, Lambda = 0.5, FeatureShare = 0.3, PageShare = 0.55 }, known,
            BlockFeatures.Count);

    private static BoostedTrees TrainContext(TrainingPage[] known) =>
        Train(new TreeTrainer { Trees = 120, Leaves = 10, Rate = 0.05, MinHessian = 0.25, Lambda = 1, FeatureShare = 0.3, PageShare = 0.55 }, known,
            MainContentModel.Width);

    private static BoostedTrees Train(TreeTrainer trainer, TrainingPage[] known, int width)
    {
        float[][] rows = [.. known.SelectMany(page => page.Rows)];
        float[] labels = [.. known.SelectMany(page => page.Labels)];
        float[] weights = [.. known.SelectMany(page => page.Weights())];
        int[] numbers = [.. known.Index().SelectMany(entry => entry.Item.Rows.Select(_ => entry.Index))];
        return trainer.Train(rows, labels, weights, numbers, width);
    }
}
