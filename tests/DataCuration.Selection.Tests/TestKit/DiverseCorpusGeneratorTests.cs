using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class DiverseCorpusGeneratorTests
{
    private const long Bytes = 2_000_000;

    [Fact]
    public void Write_EqualArguments_GivesEqualBytes()
    {
        Assert.Equal(Generate(1, "web", 0), Generate(1, "web", 0));
        Assert.NotEqual(Generate(1, "web", 0), Generate(2, "web", 0));
    }

    [Fact]
    public void Write_TwoMegabytes_GivesValidDiverseDocuments()
    {
        byte[] corpus = Generate(7, "web", 0.25);
        Assert.InRange(corpus.Length, Bytes, Bytes + 200_000);
        var ids = new HashSet<string>();
        var words = new HashSet<string>();
        foreach (string line in System.Text.Encoding.UTF8.GetString(corpus).Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            using JsonDocument document = JsonDocument.Parse(line);
            Assert.True(ids.Add(document.RootElement.Text("id")));
            Assert.Equal("web", document.RootElement.Text("source"));
            words.UnionWith(StraightforwardDsir.Tokenize(document.RootElement.Text("text")));
        }

        Assert.InRange(ids.Count, 500, 2500);
        Assert.True(words.Count > 15_000, $"{words.Count} distinct tokens");
    }

    [Fact]
    public void Write_OtherSeed_GivesOtherDocuments()
    {
        HashSet<string> first = Texts(1), second = Texts(2);
        Assert.True(first.Count > 500);
        Assert.Empty(first.Intersect(second));

        static HashSet<string> Texts(ulong seed) =>
        [
            .. System.Text.Encoding.UTF8.GetString(Generate(seed, "web", 0)).Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line[line.IndexOf("\"text\"", StringComparison.Ordinal)..]),
        ];
    }

    [Fact]
    public void Write_ShiftedTopic_IsFartherFromRawThanAnotherSeed()
    {
        double[] raw = Distribution(Generate(1, "web", 0));
        double other = DsirMath.KullbackLeibler(Distribution(Generate(2, "web", 0)), raw);
        double shifted = DsirMath.KullbackLeibler(Distribution(Generate(3, "target", 1)), raw);
        Assert.True(shifted > 2 * other, $"{shifted} against {other}");
    }

    private static byte[] Generate(ulong seed, string source, double topicShift)
    {
        using var stream = new MemoryStream();
        DiverseCorpusGenerator.Write(stream, Bytes, seed, source, topicShift);
        return stream.ToArray();
    }

    private static double[] Distribution(byte[] text)
    {
        long[] counts = new long[10000];
        using var featurizer = new NGramFeaturizer(new NGramFeatureOptions());
        featurizer.Count(text, counts);
        double[] distribution = new double[counts.Length];
        DsirMath.RawProbabilities(counts, distribution);
        return distribution;
    }
}
