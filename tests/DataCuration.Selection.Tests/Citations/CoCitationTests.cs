using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class CoCitationTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_References_CountsPairs()
    {
        Corpus papers = Corpus.FromDocuments(
        [
            Paper("1", "a", "b", "c"), Paper("2", "b", "a", "a"), Paper("3", "c", "b"), Paper("4", "d"), Paper("5", "a", "b", "c", "d"),
            new("6", "none"),
        ]);
        CoCitationPairs pairs = await papers.FitAsync(new CoCitationFit("references") { MaxWorks = 3 }, folder.Run());
        Assert.Equal([new("a", "b", 2), new CoCitation("b", "c", 2)], pairs.Pairs);
        Assert.Equal((3L, 1L), (pairs.Documents, pairs.LeftOut));
        CoCitationPairs all = await papers.FitAsync(new CoCitationFit("references") { MinCount = 1 }, folder.Run());
        Assert.Equal([3L, 3, 2, 1, 1, 1], all.Pairs.Select(pair => pair.Count));
        Assert.Contains("6 pairs", all.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_OtherWorkers_GivesTheSamePairs()
    {
        string? first = null;
        foreach (int workers in (int[])[1, 3])
        {
            using var own = new RunFolder(inMemory: true);
            for (int f = 0; f < 4; f++)
                own.Inputs.Write($"in/{f}.jsonl", string.Concat(Enumerable.Range(0, 30).Select(i => FormattableString.Invariant(
                    $"{{\"id\":\"d{f}-{i}\",\"text\":\"t\",\"references\":[\"w{i % 5}\",\"w{(i + f) % 7}\",\"w{f}\"]}}\n"))));
            CoCitationPairs pairs = await Corpus.FromJsonl(own.Inputs["in/*.jsonl"]).FitAsync(new CoCitationFit("references"),
                own.Run(options => options with { MaxParallelShards = workers }));
            using var json = new MemoryStream();
            pairs.WriteJson(json);
            first ??= Encoding.UTF8.GetString(json.ToArray());
            Assert.True(pairs.Pairs.Length > 5);
            Assert.Equal(first, Encoding.UTF8.GetString(json.ToArray()));
        }
    }

    private static Document Paper(string id, params string[] works) => new Document(id, "text").Edit().Set("references",
        AnnotationValue.FromJson(Encoding.UTF8.GetBytes($"[{string.Join(',', works.Select(work => $"\"{work}\""))}]"))).Build();
}
