using System.Text;
using DataCuration.Experiments.Mix;
using DataCuration.Experiments.Select;
using DataCuration.Mixing;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests.Experiments;

public sealed class MixtureBenchTests : IDisposable
{
    private static readonly AnnotationKey<string> Source = new("source");
    private static readonly BenchTarget Target = new("vowels", "source", "vowels");
    private static readonly DecoderOptions Model = new() { Layers = 1, Width = 16, Heads = 2, KeyValueHeads = 1, FeedForwardWidth = 24, ContextLength = 24 };
    private readonly TemporaryFolder folder = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task RunAsync_TargetOfASmallSource_BothMixturesBeatUniformAndSize()
    {
        var backend = new CountingBackend();
        MixtureBenchReport report = await Bench(backend).RunAsync(Target, new Nowhere(), Cancellation);

        Assert.Equal(["digits", "letters", "other", "vowels"], report.Sources.Select(source => source.Name));
        foreach (string mixture in (string[])[MixtureBench.Climb, MixtureBench.Plan])
            foreach (string baseline in (string[])[MixtureBench.Uniform, MixtureBench.BySize])
                Assert.True(report.Compare(mixture, baseline).High < 0, $"{mixture} against {baseline}\n{report.ToMarkdown()}");
        // Counts of pairs are no power law of tokens; the law is still near them at the unseen share.
        Assert.InRange(report.LargestError, 0, 0.05);
        Assert.Equal([4_800L, 9_600, 38_400], report.Laws.Unseen.Select(point => point.Tokens));
        Assert.InRange(report.Share, 0.3, 1);
        Assert.InRange(report.BitsOf(MixtureBench.Plan, MixtureBench.General) / report.BitsOf(MixtureBench.BySize, MixtureBench.General), 1, 1.15);
        // 15 trainings for the laws and 3 unseen ones, 24 of the search, and 4 mixtures with 3 seeds.
        Assert.Equal(15 + 3 + 24 + 12, backend.Trained.Count);

        var again = new CountingBackend();
        MixtureBenchReport resumed = await Bench(again).RunAsync(Target, new Nowhere(), Cancellation);
        Assert.Empty(again.Trained);
        Assert.Equal(report.ToMarkdown(), resumed.ToMarkdown());
    }

    [Fact]
    public async Task MakeAsync_Target_HeldOutTextsShareNothingWithSources()
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.FullPath });
        Document[] documents = [.. Documents()];
        using MixTexts texts = await MixTexts.MakeAsync(Corpus.FromDocuments(documents), Target, "source", 0.1, 3_000, ByteTokenEncoder.Instance, run,
            Cancellation);
        string[] heldOut = [.. texts.Development.Documents.Concat(texts.Test.Documents).Concat(texts.General.Documents).Select(one => one.Id)];
        Assert.Equal(heldOut.Length, heldOut.Distinct().Count());
        HashSet<string> trained = [.. texts.Shards.Values.SelectMany(own => Enumerable.Range(0, (int)own.DocumentCount).Select(i => own.GetDocument(i).Id))];
        Assert.DoesNotContain(heldOut, trained.Contains);
        Assert.InRange(texts.Development.Utf8Bytes, 1, 3_000);
        Assert.InRange(texts.Test.Utf8Bytes, 3_000, 12_000);
        Assert.All(texts.Development.Documents.Concat(texts.Test.Documents), one => Assert.StartsWith("vowels", one.Id, StringComparison.Ordinal));
        Assert.DoesNotContain(texts.General.Documents, one => one.Id.StartsWith("vowels", StringComparison.Ordinal));
        // The two small sources are one, but the target's source is not part of it.
        Assert.Equal(["digits", "letters", MixTexts.Other, "vowels"], texts.Shards.Keys);
        Assert.Equal(["vowels"], texts.Domain);

        MixtureWeights weights = texts.WithShare(0.4);
        Assert.Equal(0.4, weights["vowels"], 1e-12);
        Assert.Equal((double)texts.Shards["digits"].TokenCount / texts.Shards["letters"].TokenCount, weights["digits"] / weights["letters"], 1e-9);
    }

    [Fact]
    public async Task MakeAsync_SourcesNamedOtherAndNone_StayApartFromGroups()
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.FullPath });
        // Digits are of a source "other", letters of a source "none", and a copy of the letters has no source.
        Document[] documents = [.. Documents().SelectMany(document => document.Get(Source) switch
        {
            "digits" => [document.With(Source, "other")],
            "letters" => new[] { document.With(Source, "none"), new Document($"{document.Id}-b", new string([.. document.Text.Reverse()])) },
            _ => [document],
        })];
        using MixTexts texts = await MixTexts.MakeAsync(Corpus.FromDocuments(documents), Target, "source", 0.1, 3_000, ByteTokenEncoder.Instance, run,
            Cancellation);
        Assert.Equal(["none", "none-2", "other", "other-2", "vowels"], texts.Shards.Keys);
        Assert.Equal("other-2", texts.OtherName);
        foreach ((string name, string start, string end) in (ReadOnlySpan<(string, string, string)>)
            [("none", "letters", ""), ("none-2", "letters", "-b"), ("other", "digits", "")])
            for (int i = 0; i < texts.Shards[name].DocumentCount; i++)
            {
                string id = texts.Shards[name].GetDocument(i).Id;
                Assert.StartsWith(start, id, StringComparison.Ordinal);
                Assert.Equal(end.Length > 0, id.EndsWith("-b", StringComparison.Ordinal));
            }
    }

    [Fact]
    public async Task MakeAsync_UnknownTarget_NamesFieldAndValue()
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.FullPath });
        ArgumentException error = await Assert.ThrowsAsync<ArgumentException>(() => MixTexts.MakeAsync(Corpus.FromDocuments([.. Documents()]),
            new("x", "source", "poems"), "source", 0, 3_000, ByteTokenEncoder.Instance, run, Cancellation));
        Assert.Contains("source = 'poems'", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ChooseShare_KnownLaw_RespectsToleranceAndLimit()
    {
        // The loss of each text falls with the share of its own sources, by the law at each number of tokens.
        static double Loss(long tokens, double ratio) => 1 + (20 / Math.Pow(tokens, 0.4)) + (0.3 / Math.Pow(ratio + 0.1, 0.5));
        var points = new List<RatioPoint>();
        foreach (long tokens in (long[])[100_000, 200_000, 400_000])
            foreach (double ratio in (double[])[0, 0.1, 0.25, 0.5, 0.75, 1, 0.6])
                points.Add(new(1_000, tokens, ratio, Loss(tokens, ratio), Loss(tokens, 1 - ratio), ratio == 0.6));
        RatioLaws laws = RatioLaws.Fit(points, Cancellation);
        Assert.Equal(3, laws.Unseen.Count());
        Assert.All(laws.Unseen, point => Assert.InRange(Math.Abs(laws.DomainError(point)), 0, 1e-3));
        double share = laws.ChooseShare(1_000, 400_000, 0.05, 1);
        Assert.InRange(Loss(400_000, 1 - share) / Loss(400_000, 1), 1.045, 1.055);
        Assert.Equal(0.25, laws.ChooseShare(1_000, 400_000, 0.05, 0.25), 0.0011);
    }

    private MixtureBench Bench(CountingBackend backend) => new(Corpus.FromDocuments([.. Documents()]), ByteTokenEncoder.Instance, backend, folder.FullPath)
    {
        MinShare = 0.1,
        HeldOutBytes = 3_000,
        Models = [Model],
        Training = new() { BatchRows = 4, Device = TrainingDevice.Cpu, Threads = 1 },
        Tokens = 38_400,
        SearchTokens = 4_800,
        Search = MixtureSearchOptions.Climb with { Iterations = [16, 8], MinPool = 16, Candidates = 2_000 },
        Budgets = [4_800, 9_600],
        Ratios = [0, 0.1, 0.33, 0.67, 1],
        UnseenRatios = [0.5],
        Tolerance = 0.15,
        Seeds = [1, 2, 3],
    };

    private static IEnumerable<Document> Documents()
    {
        // Words of each source are drawn from letters of its own, so that they have different pairs of letters.
        (string Name, string Letters, int Count)[] kinds =
        [
            ("vowels", "aeiouy", 60), ("letters", "bcdfghjklmnpqrst", 150), ("digits", "0123456789", 150), ("signs", "+-*/=<>", 12),
            ("capitals", "ABCDEFG", 12),
        ];
        foreach ((string name, string letters, int count) in kinds)
            for (int i = 0; i < count; i++)
            {
                string id = FormattableString.Invariant($"{name}-{i}");
                SeededRandom random = SeededRandom.Create(5, "mixture bench", id);
                var text = new StringBuilder();
                int length = 300 + (int)random.NextInt64(300), at = 0;
                while (text.Length < length)
                {
                    // The next letter is near the last one, or a blank.
                    text.Append(letters[at]);
                    at = (at + 1 + (int)random.NextInt64(3)) % letters.Length;
                    if (random.NextInt64(5) == 0) text.Append(' ');
                }
                yield return new Document(id, text.ToString()).With(Source, name);
            }
    }

    private sealed class Nowhere : IProgress<string>
    {
        public void Report(string value)
        {
        }
    }
}
