using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Instructions;

public sealed class InstructionNoveltyTests : IDisposable
{
    private static readonly InstructionPool Seeds = new([new("List the tools of a mason."), new("Sum up.", "The keeper opened the sluice at dawn.")]);
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_Duplicates_AreDroppedAsNotNovelAndTheFirstStays()
    {
        string[] texts =
        [
            "Explain how a sluice works.", "explain HOW a sluice works", "Explain how a sluice gate works.", "Explain why bread rises.",
            "List the tools of a mason!", "Who keeps the lamp of the tower?", "Sum up. The keeper opened the sluice at dawn.", "???",
        ];
        string[] kept = await KeptAsync(texts, 1);
        // Five words in common with the first: 10/10; five of six: 10/11. "Explain" alone is in common with the fourth.
        Assert.Equal([texts[0], texts[3], texts[5], texts[7]], kept);
        RunReport report = folder.Report("novel-1");
        Assert.Equal([(InstructionNovelty.NotNovel, 4L)],
            report.Stages.Single(stage => stage.Name == "Keep").DroppedByReason.Select(reason => (reason.Key, reason.Value)));
    }

    [Fact]
    public async Task Fit_Dropped_NameTheirMatch()
    {
        Corpus candidates = Corpus.FromDocuments([new("a", "Explain how a sluice works."), new("b", "Bread rises by yeast."),
            new("c", "Explain how the sluice works."), new("d", "List the tools of a mason.")]);
        KeepList list = await candidates.FitAsync(new InstructionNovelty(Seeds), folder.Run(), TestContext.Current.CancellationToken);
        Assert.Equal(2, list.KeptCount);
        using RecordTable<InstructionMatch> matches = list.OpenProvenance<InstructionMatch>(InstructionNovelty.MatchTable);
        Assert.True(matches.TryGet(0, 2, out InstructionMatch near));
        Assert.Equal(new InstructionMatch(0.8, 0, 0), near);
        Assert.True(matches.TryGet(0, 3, out InstructionMatch seed));
        Assert.Equal(new InstructionMatch(1, -1, 0), seed);
        Assert.False(matches.TryGet(0, 0, out _));
    }

    [Fact]
    public async Task Fit_AnyWorkersAndFiles_GivesTheDecisionsOfComparingAll()
    {
        var random = new SeededRandom(4);
        var texts = new List<string>();
        for (int i = 0; i < 400; i++)
        {
            if (i > 0 && random.NextInt64(3) == 0)
            {
                string[] copy = texts[(int)random.NextInt64(i)].Split(' ');
                copy[random.NextInt64(copy.Length)] = "changed";
                texts.Add(string.Join(' ', copy));
                continue;
            }
            string[] words = new string[4 + random.NextInt64(12)];
            for (int j = 0; j < words.Length; j++) words[j] = $"w{(int)(random.NextDouble() * random.NextDouble() * 150)}";
            texts.Add(string.Join(' ', words));
        }
        var expected = new List<string>();
        foreach (string text in texts)
            if (!expected.Exists(other => RougeL.Score(text, other).FMeasure > 0.7)) expected.Add(text);
        Assert.InRange(expected.Count, 150, 350);
        Assert.Equal(expected, await KeptAsync(texts, 1));
        Assert.Equal(expected, await KeptAsync(texts, 7));
    }

    [Fact]
    public async Task Fit_ExpandedCorpus_IsRefused()
    {
        CurationException exception = await Assert.ThrowsAnyAsync<CurationException>(() => RunFolder.Documents(3).Pipe(new PassageSplitter())
            .FitAsync(new InstructionNovelty(Seeds), folder.Run(), TestContext.Current.CancellationToken));
        Assert.Contains("PassageSplitter", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new InstructionNovelty(Seeds) { MaxFMeasure = 1.1 });
        Assert.Throws<ArgumentNullException>(() => new InstructionNovelty(null!));
    }

    private async Task<string[]> KeptAsync(IReadOnlyList<string> texts, int files)
    {
        int each = (texts.Count + files - 1) / files;
        for (int i = 0; i < files; i++)
        {
            folder.Inputs.Write($"{files}-files/in-{i}.jsonl", string.Concat(texts.Skip(i * each).Take(each)
                .Select(text => $"{{\"text\":{JsonSerializer.Serialize(text)}}}\n")));
        }
        Corpus candidates = Corpus.FromJsonl(folder.Inputs[$"{files}-files/*.jsonl"]);
        CurationRun run = folder.Run(options => options with { MaxParallelShards = files });
        KeepList list = await candidates.FitAsync(new InstructionNovelty(Seeds), run, TestContext.Current.CancellationToken);
        await candidates.Keep(list, InstructionNovelty.NotNovel)
            .WriteJsonlAsync($"novel-{files}", run, cancellationToken: TestContext.Current.CancellationToken);
        return [.. folder.Lines($"novel-{files}").Select(line => JsonElement.Parse(line).GetProperty("text").GetString()!)];
    }
}
