using System.Buffers.Binary;
using DataCuration.TestKit;

namespace DataCuration.Tests;

/// <summary>Token files of datatrove and nanotron, byte by byte.</summary>
public sealed class DatatroveTokensTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_SmallVocabulary_HasTheLayoutOfDatatrove()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), ["ab", "c"]);
        DatatroveTokens.Write(shards, folder.Combine("ds"), new() { TokenizerName = "bytes" });
        Assert.Equal(["00000_unshuffled.ds", "00000_unshuffled.ds.index", "00000_unshuffled.ds.metadata"],
            Directory.GetFiles(folder.Combine("ds")).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        // uint16, little-endian: a, b, end, c, end; then the ends of the documents in tokens as uint64.
        Assert.Equal([97, 0, 98, 0, 0, 1, 99, 0, 0, 1], File.ReadAllBytes(folder.Combine("ds/00000_unshuffled.ds")));
        Assert.Equal([3, 0, 0, 0, 0, 0, 0, 0, 5, 0, 0, 0, 0, 0, 0, 0], File.ReadAllBytes(folder.Combine("ds/00000_unshuffled.ds.index")));
        Assert.Equal("bytes|2\n5\n5.00 T", File.ReadAllText(folder.Combine("ds/00000_unshuffled.ds.metadata")));
    }

    [Fact]
    public void Write_LargeVocabulary_HasFourBytesForAToken()
    {
        var encoder = new WideEncoder();
        using TokenShards shards = TokenShardFolder.Write(folder.Combine("tokens"), [new Document("d", "ab")], new TokenShardSink(encoder));
        DatatroveTokens.Write(shards, folder.Combine("ds"));
        byte[] bytes = File.ReadAllBytes(folder.Combine("ds/00000_unshuffled.ds"));
        Assert.Equal([70_097, 70_098, 65_536], Enumerable.Range(0, 3).Select(i => BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(i * 4))));
        using DatatroveTokens read = DatatroveTokens.Open(folder.Combine("ds"));
        Assert.Equal((4, "Unknown Tokenizer"), (read.TokenBytes, read.TokenizerName));
        Assert.Equal([70_097, 70_098, 65_536], read.GetTokens(0));
    }

    [Theory]
    [InlineData(null)]
    [InlineData(7UL)]
    public void Open_WrittenFiles_GivesAllDocumentsBack(ulong? seed)
    {
        string[] texts = [.. Enumerable.Range(0, 200).Select(i => new string((char)('a' + (i % 26)), i % 40))];
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), texts, shards: 3);
        DatatroveTokens.Write(shards, folder.Combine("ds"), new() { ShuffleSeed = seed, MaxTokensPerFile = 1_000 });
        using DatatroveTokens read = DatatroveTokens.Open(folder.Combine("ds"));
        Assert.Equal((shards.DocumentCount, shards.TokenCount, false), (read.DocumentCount, read.TokenCount, read.HasMask));
        Assert.InRange(read.FileCount, 4, 6);
        string[] expected = [.. Enumerable.Range(0, 200).Select(i => string.Join(',', shards.GetTokens(i)))];
        string[] found = [.. Enumerable.Range(0, 200).Select(i => string.Join(',', read.GetTokens(i)))];
        if (seed is null) Assert.Equal(expected, found);
        else
        {
            Assert.NotEqual(expected, found);
            Assert.Equal(expected.Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
        }
        Assert.True(read.GetMask(3).All(hasLoss => hasLoss));
        Assert.Throws<ArgumentOutOfRangeException>(() => read.GetTokens(200));
    }

    [Fact]
    public void Write_LossMask_HasAByteForEachToken()
    {
        using TokenShards shards = TokenShardFolder.Write(folder.Combine("tokens"), [new Document("d", "abc"), new Document("e", "x")],
            new TokenShardSink(new FirstWithoutLoss()));
        DatatroveTokens.Write(shards, folder.Combine("ds"));
        Assert.Equal([0, 1, 1, 1, 0, 1], File.ReadAllBytes(folder.Combine("ds/00000_unshuffled.ds.loss")));
        using DatatroveTokens read = DatatroveTokens.Open(folder.Combine("ds"));
        Assert.Equal([false, true], read.GetMask(1));
    }

    [Fact]
    public void Write_FolderWithTokens_IsRefused()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), ["ab"]);
        DatatroveTokens.Write(shards, folder.Combine("ds"));
        IOException e = Assert.Throws<IOException>(() => DatatroveTokens.Write(shards, folder.Combine("ds")));
        Assert.Contains("00000_unshuffled.ds", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_MetadataWithoutTheSizeOfAToken_InfersIt()
    {
        // Metadata without the size of a token, as older versions write it, and no metadata at all.
        Directory.CreateDirectory(folder.Combine("ds"));
        File.WriteAllBytes(folder.Combine("ds/a.ds"), [1, 0, 2, 0, 3, 0]);
        File.WriteAllBytes(folder.Combine("ds/a.ds.index"), [1, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 0, 0, 0, 0]);
        File.WriteAllText(folder.Combine("ds/a.ds.metadata"), "gpt2\n3\n3.00 T");
        using (DatatroveTokens read = DatatroveTokens.Open(folder.Combine("ds")))
        {
            Assert.Equal(("gpt2", 2, 2L), (read.TokenizerName, read.TokenBytes, read.DocumentCount));
            Assert.Equal([2, 3], read.GetTokens(1));
        }
        File.WriteAllBytes(folder.Combine("ds/a.ds"), [1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0]);
        File.Delete(folder.Combine("ds/a.ds.metadata"));
        using DatatroveTokens wide = DatatroveTokens.Open(folder.Combine("ds"));
        Assert.Equal((null, 4), (wide.TokenizerName, wide.TokenBytes));
    }

    [Fact]
    public void Open_DamagedFiles_NamesThem()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"), ["abc", "de", "f"]);
        DatatroveTokens.Write(shards, folder.Combine("ds"));
        string stem = folder.Combine("ds/00000_unshuffled.ds");
        byte[] tokens = File.ReadAllBytes(stem), index = File.ReadAllBytes(stem + ".index");

        File.WriteAllBytes(stem, tokens.AsSpan(0, 8).ToArray());
        AssertDamaged("has 8 bytes, but its index requires 9 tokens");
        File.WriteAllBytes(stem, tokens);
        File.WriteAllBytes(stem + ".index", index.AsSpan(0, 11).ToArray());
        AssertDamaged("no whole number of document ends");
        byte[] huge = [.. index];
        huge[23] = 0xFF;
        File.WriteAllBytes(stem + ".index", huge);
        AssertDamaged("ends at token");
        byte[] falling = [.. index];
        falling[0] = 8;
        File.WriteAllBytes(stem + ".index", falling);
        using (DatatroveTokens read = DatatroveTokens.Open(folder.Combine("ds")))
            Assert.Contains("document 1 has the tokens from 8 to 7",
                Assert.Throws<InvalidDataException>(() => read.GetTokens(1)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(stem + ".index", index);
        File.WriteAllText(stem + ".metadata", "x|3\n9\n9.00 T");
        AssertDamaged("size of a token '3'");
        File.Delete(stem + ".index");
        Assert.Throws<FileNotFoundException>(() => DatatroveTokens.Open(folder.Combine("ds")));

        void AssertDamaged(string what) => Assert.Contains(what, Assert.Throws<InvalidDataException>(() =>
        {
            using DatatroveTokens read = DatatroveTokens.Open(folder.Combine("ds"));
        }).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "0.00 T")]
    [InlineData(5, "5.00 T")]
    [InlineData(220, "220 T")]
    [InlineData(10_633, "10.6 kT")]
    [InlineData(200_000_000, "200 MT")]
    [InlineData(1_234_567_890_123, "1.23 TT")]
    public void Humanize_Counts_HasThreeDigits(long count, string expected) => Assert.Equal(expected, DatatroveWriter.Humanize(count));

    private sealed class WideEncoder : ITokenEncoder
    {
        public int VocabularySize => 100_000;

        public int EndOfDocument => 65_536;

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
        {
            foreach (byte one in utf8Text) tokens.Add(70_000 + one);
        }

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "wide");
    }

    private sealed class FirstWithoutLoss : IDocumentTokenizer
    {
        public ITokenEncoder Encoder => ByteTokenEncoder.Instance;

        public void Tokenize(Document document, MaskedTokens tokens)
        {
            for (int i = 0; i < document.Utf8Text.Length; i++) tokens.Add(document.Utf8Text.Span[i], hasLoss: i > 0);
        }

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "first without loss");
    }
}
