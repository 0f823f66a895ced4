using System.IO.Compression;
using System.Text;
using System.Text.Json;
using DataCuration.Extraction;

namespace DataCuration.MainContentTraining;

/// <summary>A page with its gold text, split into blocks, with the share of each block that is in the gold text.</summary>
internal sealed class TrainingPage
{
    /// <summary>The weight of the blocks of a page whose labels are estimated.</summary>
    public static float EstimatedWeight { get; set; } = 6;

    /// <summary>The weight of a block with a segment.</summary>
    public static float KnownWeight { get; set; } = 1.5f;

    private static readonly HtmlParser Parser = new();
    private static readonly BlockContext Context = new();

    public required string Set { get; init; }

    public required string Id { get; init; }

    /// <summary>The host of the site.</summary>
    public required string Host { get; init; }

    public required string Type { get; init; }

    /// <summary>The words of the gold text; empty if only segments are known.</summary>
    public required string[] Gold { get; init; }

    /// <summary>Segments of text that must come out, and that must not, for a page without gold text.</summary>
    public required (string[] With, string[] Without)? Segments { get; init; }

    /// <summary>The language that the page declares, two letters; empty if it declares none.</summary>
    public required string Language { get; init; }

    public required PageBlocks Cut { get; init; }

    public required BlockLayout Layout { get; init; }

    public required string[][] Blocks { get; init; }

    public required float[][] Rows { get; init; }

    public required float[] Labels { get; init; }

    /// <summary>True for each block whose text also occurs elsewhere on the page, where the alignment matched it. Its own label is unknown.</summary>
    public required bool[] IsCopy { get; init; }

    /// <summary>True for each block whose label follows from the gold text or a segment. The labels of others are estimated.</summary>
    public required bool[] IsKnown { get; init; }

    public required bool[] IsHidden { get; init; }

    /// <summary>The features of the whole page, for its type.</summary>
    public required float[] PageRow { get; init; }

    /// <summary>The type predicted by models that have not seen the page.</summary>
    public PageType Predicted { get; set; }

    public int Fold { get; set; }

    /// <summary>The page as stored.</summary>
    public required byte[] Html { get; init; }

    /// <summary>The probabilities of its blocks, from models that have not seen the page.</summary>
    public float[] Scores { get; set; } = [];

    /// <summary>The first predictions.</summary>
    public float[] FirstScores { get; set; } = [];

    /// <summary>The text extracted with those models.</summary>
    public string Text { get; set; } = "";

    /// <summary>Predicts the page type, which is a feature of the blocks.</summary>
    /// <returns>The most likely type.</returns>
    public PageType SetKinds(BoostedTrees[] trees)
    {
        float[] odds = [.. trees.Select(kind => kind.Evaluate(PageRow))];
        foreach (float[] row in Rows) odds.CopyTo(row, BlockFeatures.FirstKind);
        return PageTypes.MostLikely(odds);
    }

    /// <summary>Makes the first predictions, which are features of the second model.</summary>
    public void SetContext(BoostedTrees trees)
    {
        float[] first = Predict(trees);
        Context.Read(Cut, Layout, first);
        for (int i = 0; i < Rows.Length; i++) Context.Describe(Cut, Layout, first, i, Rows[i].AsSpan(BlockFeatures.Count));
    }

    /// <summary>Predicts the probabilities of the blocks.</summary>
    public float[] Predict(BoostedTrees trees) => [.. Rows.Select(row => 1 / (1 + MathF.Exp(-trees.Evaluate(row))))];

    /// <summary>
    /// Gets the training weights of the blocks. Every page has the same total. Within a page, a block is weighted by its words, with a bonus for short blocks.
    /// </summary>
    public IEnumerable<float> Weights()
    {
        if (Segments is not null)
        {
            // A block with a segment counts much, since others were labelled by a model. Whole pages count less than those with gold text.
            float[] known = [.. Blocks.Select((block, i) => !IsKnown[i] ? 0 : 1 + (0.15f * MathF.Sqrt(block.Length)))];
            float[] estimated = [.. Blocks.Select((block, i) => IsKnown[i] ? 0 : MathF.Sqrt(block.Length) + (0.5f * block.Length))];
            float share = EstimatedWeight / Math.Max(1, estimated.Sum());
            return known.Select((weight, i) => (weight * KnownWeight) + (estimated[i] * share));
        }
        float[] weights = [.. Blocks.Select((block, i) => IsCopy[i] ? 0 : MathF.Sqrt(block.Length) + (0.5f * block.Length))];
        float scale = 20 / Math.Max(1, weights.Sum());
        return weights.Select(weight => weight * scale);
    }

    /// <summary>Gets the threshold that gives the best expected F measure.</summary>
    public float ExpectedBest(float[] scores, float beta)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderByDescending(i => scores[i])];
        double all = Enumerable.Range(0, scores.Length).Sum(i => (double)scores[i] * Blocks[i].Length);
        double chosen = 0;
        double hits = 0;
        double best = 0;
        float limit = 0.5f;
        for (int n = 0; n < order.Length; n++)
        {
            int i = order[n];
            chosen += Blocks[i].Length;
            hits += scores[i] * Blocks[i].Length;
            double f = (1 + (beta * beta)) * hits / (chosen + (beta * beta * all) + 1e-9);
            if (f <= best) continue;
            best = f;
            limit = n + 1 < order.Length ? (scores[i] + scores[order[n + 1]]) / 2 : scores[i] - 1e-6f;
        }
        return limit;
    }

    /// <summary>Reads the pages of a collection; none if the folder has no such collection.</summary>
    public static IEnumerable<TrainingPage> Load(string folder, string set)
    {
        string path = Path.Combine(folder, set, "gold.json.gz");
        if (!File.Exists(path)) yield break;
        using Stream stream = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        using var gold = JsonDocument.Parse(stream);
        foreach (JsonProperty page in gold.RootElement.EnumerateObject())
        {
            using Stream html = new GZipStream(File.OpenRead(Path.Combine(folder, set, "html", page.Name + ".html.gz")), CompressionMode.Decompress);
            var bytes = new MemoryStream();
            html.CopyTo(bytes);
            yield return Make(set, page.Name, bytes.ToArray(), page.Value);
        }
    }

    private static TrainingPage Make(string set, string id, byte[] html, JsonElement given)
    {
        string goldText = TextOf(given, "articleBody") ?? TextOf(given, "main_content") ?? "";
        (string[] With, string[] Without)? segments = given.TryGetProperty("with", out _) && goldText.Length == 0 ? (ListOf(given, "with"), ListOf(given,
            "without")) : null;
        byte[]? buffer = null;
        HtmlTree tree = Parser.Parse(HtmlDecoder.ToUtf8(html, null, ref buffer, out _));
        PageBlocks page = new PageSegmenter().Segment(tree); // kept with the page
        var features = new BlockFeatures();
        PageMetadata metadata = PageMetadataReader.Read(tree, null); // as in the benchmark, without an address
        features.Prepare(tree, page, metadata, null);
        string[] gold = Metrics.Words(goldText);
        string[] texts = [.. Enumerable.Range(0, page.Count).Select(i => Encoding.UTF8.GetString(page.TextOf(i)))];
        string[][] blocks = [.. texts.Select(Metrics.Words)];
        bool[] isCopy = new bool[page.Count];
        bool[] isKnown = new bool[page.Count];
        float[] labels = segments is { } known ? Segmented.Label(texts, known.With, known.Without, isKnown)
            : Label(blocks, gold, [.. Enumerable.Range(0, page.Count).Select(i => page.Blocks[i].Hash)], isCopy);
        if (segments is null) Array.Fill(isKnown, true);
        return new TrainingPage
        {
            Set = set,
            Id = id,
            Host = SiteOf(TextOf(given, "url"), TextOf(given, "file"), id),
            Type = TextOf(given, "page_type") ?? "news",
            Language = metadata.Language is { Length: > 1 } language ? language[..2].ToLowerInvariant() : "",
            Html = html,
            Gold = gold,
            Segments = segments,
            Blocks = blocks,
            Rows = [.. Enumerable.Range(0, page.Count).Select(i => RowOf(features, page, i))],
            Labels = labels,
            IsCopy = isCopy,
            IsKnown = isKnown,
            IsHidden = [.. Enumerable.Range(0, page.Count)
                .Select(i => (page.Blocks[i].Places & (PlaceFlags.Hidden | PlaceFlags.AriaHidden | PlaceFlags.Noscript)) != 0)],
            PageRow = Describe(features.Signals, page, metadata.CanonicalUrl),
            Cut = page,
            Layout = features.Layout,
        };
    }

    private static string? TextOf(JsonElement page, string name) => page.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    private static string[] ListOf(JsonElement page, string name) =>
        page.TryGetProperty(name, out JsonElement values) ? [.. values.EnumerateArray().Select(value => value.GetString()!)] : [];

    /// <summary>Gets the site of a page: the last two parts of its host, or three if the second last is short (<c>co.uk</c>).</summary>
    private static string SiteOf(string? url, string? file, string id)
    {
        string host = Uri.TryCreate(url, UriKind.Absolute, out Uri? address) && address.Host.Length > 0 ? address.Host : file?.Split('-')[0] ?? id;
        string[] parts = host.ToLowerInvariant().Split('.');
        int kept = parts.Length > 2 && parts[^2].Length <= 3 ? 3 : 2;
        return string.Join('.', parts[Math.Max(0, parts.Length - kept)..]);
    }

    private static float[] RowOf(BlockFeatures features, PageBlocks page, int block)
    {
        float[] row = new float[MainContentModel.Width];
        features.Describe(page, block, new float[PageTypes.Count], row.AsSpan(0, BlockFeatures.Count));
        return row;
    }

    private static float[] Describe(PageSignals signals, PageBlocks page, string? url)
    {
        float[] row = new float[PageTypes.FeatureCount];
        PageTypes.Describe(signals, page, url, row);
        return row;
    }

    /// <summary>The type given by the benchmark. News pages have no type and are articles.</summary>
    public PageType Kind => Enum.TryParse(Type, ignoreCase: true, out PageType kind) ? kind : PageType.Article;

    /// <summary>Gets the blocks with a score above a threshold, without duplicates.</summary>
    public string[] Select(float[] scores, float limit)
    {
        var taken = new HashSet<string>(StringComparer.Ordinal);
        bool[] chosen = [.. scores.Select(score => score > limit)];
        foreach (int i in Enumerable.Range(0, scores.Length).Where(i => chosen[i]).OrderBy(i => IsHidden[i]))
        {
            if (Blocks[i].Length < 8) continue;
            string[] shingles = [.. Enumerable.Range(0, Blocks[i].Length - 3).Select(start => string.Join(' ', Blocks[i], start, 4))];
            if (shingles.Count(taken.Contains) > shingles.Length * 0.8) chosen[i] = false;
            else taken.UnionWith(shingles);
        }
        return [.. Blocks.Where((_, i) => chosen[i]).SelectMany(block => block)];
    }

    private static float[] Label(string[][] blocks, string[] gold, ulong[] hashes, bool[] isCopy)
    {
        string[] words = [.. blocks.SelectMany(block => block).Select(word => word.ToLowerInvariant())];
        string[] lower = [.. gold.Select(word => word.ToLowerInvariant())];
        bool[] aligned = (long)words.Length * lower.Length <= 400_000_000 ? Alignment.Match(words, lower) : new bool[words.Length];
        // Gold texts do not always keep the order of the page, so a run of four words anywhere in the gold counts too.
        var shingles = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i + 4 <= lower.Length; i++) shingles.Add(string.Join(' ', lower, i, 4));
        float[] labels = new float[blocks.Length];
        int start = 0;
        var taken = new HashSet<ulong>();
        for (int b = 0; b < blocks.Length; b++)
        {
            int length = blocks[b].Length;
            bool[] covered = new bool[length];
            for (int i = 0; i + 4 <= length; i++)
                if (shingles.Contains(string.Join(' ', words, start + i, 4))) covered.AsSpan(i, 4).Fill(true);
            int byOrder = aligned.AsSpan(start, length).Count(true);
            int byShingle = covered.Count(value => value);
            // A duplicate of earlier text is not wanted twice.
            if (byOrder * 2 < length && taken.Contains(hashes[b]))
            {
                byShingle = 0;
                isCopy[b] = true;
            }
            labels[b] = length == 0 ? 0 : (float)Math.Max(byOrder, length >= 6 ? byShingle : 0) / length;
            if (labels[b] > 0.5 && length >= 6) taken.Add(hashes[b]);
            start += length;
        }
        return labels;
    }
}
