using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class MetadataTokenizerTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("https://en.wikipedia.org/wiki/X", "en.wikipedia.org")]
    [InlineData("http://www.Example.COM:8080", "www.Example.COM:8080")]
    [InlineData("example.org/a", "example.org")]
    public void Render_Host_IsBetweenTheSchemeAndTheNextSlash(string url, string host) =>
        Assert.Equal($"URL: {host}\n\n", new MetadataTokenizer(ByteTokenEncoder.Instance).Render(WithUrl("d", "text", url)));

    [Fact]
    public void Render_OtherKinds_FollowTheirDefinitions()
    {
        Document document = WithUrl("d", "text", "https://en.wikipedia.org:443/wiki/X").With(new AnnotationKey<string>("topic"), "cats");
        Assert.Equal("URL: https://en.wikipedia.org:443/wiki/X\n\n", Render(MetadataKind.Url));
        Assert.Equal("URL: org\n\n", Render(MetadataKind.HostSuffix));
        Assert.Equal("URL: cats\n\n", Render(MetadataKind.Field));
        Assert.Matches("^URL: [0-9a-f]{16}\n\n$", Render(MetadataKind.HashedHost));
        Assert.Equal("[cats]", new MetadataTokenizer(ByteTokenEncoder.Instance) { Kind = MetadataKind.Field, Prefix = "[", Suffix = "]" }.Render(document));
        Assert.Equal("URL: unknown\n\n", Render(MetadataKind.Constant));
        var constant = new MetadataTokenizer(ByteTokenEncoder.Instance) { Kind = MetadataKind.Constant, Constant = "web" };
        Assert.Equal("URL: web\n\n", constant.Render(new Document("d", "no URL")));
        Assert.Null(new MetadataTokenizer(ByteTokenEncoder.Instance).Render(new Document("d", "text")));

        string? Render(MetadataKind kind) => new MetadataTokenizer(ByteTokenEncoder.Instance) { Kind = kind }.Render(document);
    }

    [Theory]
    [InlineData(RowPacking.Stream)]
    [InlineData(RowPacking.BestFit)]
    public void Read_ConditionedDocuments_HaveLossOnDocumentAndEndOnly(RowPacking packing)
    {
        Document[] documents = [.. Enumerable.Range(0, 40).Select(i => i % 5 == 0 ? new Document($"d{i}", new string('p', i + 1))
            : WithUrl($"d{i}", new string('x', i), $"https://host{i}.org/page"))];
        using TokenShards shards = TokenShardFolder.Write(folder.Combine("tokens"), documents,
            new TokenShardSink(new MetadataTokenizer(ByteTokenEncoder.Instance)) { MaxTokensPerFile = 500 }, shards: 2);
        Assert.True(shards.HasMask);
        Assert.True(shards.FileCount > 2);
        string first = Encoding.UTF8.GetString([.. shards.GetTokens(1)[..^1].Select(token => (byte)token)]);
        Assert.Equal("URL: host1.org\n\nx", first);

        DecoderOptions model = DecoderOptions.Tiny with { ContextLength = 32 };
        var rows = new MixedRows(shards, model, new() { Packing = packing, SeparateDocuments = true });
        var row = new TrainingRow(32);
        double weight = 0;
        for (long i = 0; i < rows.GetRowsPerEpoch(0); i++)
        {
            rows.Read(i, row);
            weight += row.Weights.ToArray().Sum(value => (double)value);
            foreach (RowDocument document in row.Documents)
            {
                int metadata = document.Document % 5 == 0 ? 0 : $"URL: host{document.Document}.org\n\n".Length;
                for (int token = 0; token < document.Length; token++)
                    Assert.Equal(document.Start + token < metadata ? 0 : 1, row.Weights[document.Position + token]);
            }
        }
        // Every document token and the end of each document, but for what the stream leaves over.
        double expected = documents.Sum(document => document.Text.Length + 1);
        Assert.InRange(weight, packing == RowPacking.BestFit ? expected : expected - 33, expected);
    }

    [Fact]
    public void Phases_ConditionedAndPlain_ShareNoDocumentAndPlainHasNoPrefix()
    {
        Document[] documents = [.. Enumerable.Range(0, 400).Select(i => WithUrl($"d{i}", "some text of the page", "https://example.org/"))];
        HashSet<string> conditioned = Ids(new PhaseFilter { To = 0.9, Seed = 3 });
        HashSet<string> plain = Ids(new PhaseFilter { From = 0.9, Seed = 3 });
        Assert.Empty(conditioned.Intersect(plain));
        Assert.Equal(400, conditioned.Count + plain.Count);
        Assert.InRange(plain.Count, 20, 65);
        using TokenShards first = TokenShardFolder.Write(folder.Combine("first"), [.. documents.Where(document => conditioned.Contains(document.Id))],
            new TokenShardSink(new MetadataTokenizer(ByteTokenEncoder.Instance)));
        using TokenShards last = TokenShardFolder.Write(folder.Combine("last"), [.. documents.Where(document => plain.Contains(document.Id))],
            new TokenShardSink(ByteTokenEncoder.Instance));
        Assert.False(last.HasMask);
        var mixture = new TokenMixture(new WeightedTokenShards { Shards = first }, new WeightedTokenShards { Shards = last })
        {
            Phases = [new() { Until = 0.9, Weights = [1, 0] }, new() { Until = 1, Weights = [0, 1] }],
        };
        var options = new TrainingOptions { Steps = 101, BatchRows = 1 };
        var rows = new MixedRows(mixture, DecoderOptions.Tiny with { ContextLength = 32 }, options);
        var row = new TrainingRow(32);
        for (long i = 0; i < 101; i++)
        {
            // The split of tokens is 90 to 10, to one row.
            Assert.Equal(i < 91 ? 0 : 1, rows.Read(i, row));
            string text = Encoding.UTF8.GetString([.. row.Inputs.ToArray().Where(token => token < 256).Select(token => (byte)token)]);
            if (i >= 91) Assert.DoesNotContain("URL", text, StringComparison.Ordinal);
        }

        HashSet<string> Ids(PhaseFilter filter)
        {
            using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Combine($"run{filter.From}") });
            return [.. Corpus.FromDocuments(documents).Pipe(filter).AsAsyncEnumerable(run).ToBlockingEnumerable().Select(document => document.Id)];
        }
    }

    [Fact]
    public void Open_MaskMissingOrDamaged_IsRefused()
    {
        TokenShardFolder.Write(folder.Combine("tokens"), [WithUrl("d", "text", "https://example.org/")],
            new TokenShardSink(new MetadataTokenizer(ByteTokenEncoder.Instance))).Dispose();
        string mask = Directory.GetFiles(folder.Combine("tokens"), "*.mask").Single();
        byte[] bytes = File.ReadAllBytes(mask);
        File.WriteAllBytes(mask, bytes[..^1]);
        Assert.Contains(".mask", Assert.Throws<InvalidDataException>(() => TokenShards.Open(folder.Combine("tokens"))).Message, StringComparison.Ordinal);
        File.Delete(mask);
        Assert.Contains("missing", Assert.Throws<InvalidDataException>(() => TokenShards.Open(folder.Combine("tokens"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_OtherMask_Differs()
    {
        Document document = WithUrl("d", "text", "https://example.org/");
        using TokenShards masked = TokenShardFolder.Write(folder.Combine("masked"), [document],
            new TokenShardSink(new MetadataTokenizer(ByteTokenEncoder.Instance)));
        using TokenShards plain = TokenShardFolder.WriteTexts(folder.Combine("plain"), ["URL: example.org\n\ntext"]);
        Assert.Equal(plain.GetTokens(0), masked.GetTokens(0));
        Assert.NotEqual(plain.Fingerprint, masked.Fingerprint);
    }

    private static Document WithUrl(string id, string text, string url) => new Document(id, text).With(WellKnownAnnotations.Url, url);
}
