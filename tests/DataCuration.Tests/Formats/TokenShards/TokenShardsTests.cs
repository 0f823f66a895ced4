using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class TokenShardsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Open_AnyDocumentsAndShards_GivesBackWhatWasWritten() => Gen.Select(Gen.String[0, 40].Array[0, 30], Gen.Int[1, 4]).Sample((texts, shardCount) =>
    {
        using var own = new TemporaryFolder();
        using TokenShards shards = TokenShardFolder.WriteTexts(own.Path, texts, shardCount);
        Assert.Equal(texts.Length, shards.DocumentCount);
        long tokens = 0;
        for (int i = 0; i < texts.Length; i++)
        {
            var document = new Document($"d{i}", texts[i]);
            int[] expected = [.. document.Utf8Text.ToArray().Select(b => (int)b), 256];
            Assert.Equal(expected, shards.GetTokens(i));
            Assert.Equal(new TokenizedDocument { Id = $"d{i}", Utf8Bytes = document.Utf8Text.Length }, shards.GetDocument(i));
            tokens += expected.Length;
        }
        Assert.Equal(tokens, shards.TokenCount);
    }, iter: 25);

    [Fact]
    public void Open_Properties_DescribeTheEncoder()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, ["a"]);
        Assert.Equal(257, shards.VocabularySize);
        Assert.Equal(256, shards.EndOfDocument);
        Assert.True(shards.EndsDocuments);
        var writer = new FingerprintWriter();
        ByteTokenEncoder.Instance.Describe(writer);
        Assert.Equal(writer.ToFingerprint(), shards.EncoderFingerprint);
    }

    [Fact]
    public void Open_FilesOfOthers_AreReadWithoutSideFiles()
    {
        TokenShardFolder.WriteTexts(folder.Path, ["ab", "c"]).Dispose();
        File.Delete(folder.Combine("part-00000.documents.jsonl"));
        File.Delete(folder.Combine("part-00000.tokens.json"));
        using TokenShards shards = TokenShards.Open(folder.Path);
        Assert.Null(shards.VocabularySize);
        Assert.Equal([99, 256], shards.GetTokens(1));
        Assert.Throws<FileNotFoundException>(() => shards.GetDocument(0));
    }

    [Fact]
    public void GetDocument_OfASource_SaysWhereItStood()
    {
        var document = new Document("x"u8.ToArray(), "text"u8.ToArray(), new DocumentOrigin { Source = "a/b.jsonl", Offset = 1234, Record = 7, Child = 2 });
        using TokenShards shards = TokenShardFolder.Write(folder.Path, [document], new TokenShardSink(ByteTokenEncoder.Instance));
        Assert.Equal(new TokenizedDocument { Id = "x", Source = "a/b.jsonl", Offset = 1234, Child = 2, Utf8Bytes = 4 }, shards.GetDocument(0));
    }

    [Fact]
    public void Read_Stretch_GivesIt()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, ["abcdef"]);
        var two = new int[2];
        shards.Read(0, 3, two);
        Assert.Equal([100, 101], two);
        Assert.Throws<ArgumentOutOfRangeException>(() => shards.Read(0, 6, two));
        Assert.Throws<ArgumentOutOfRangeException>(() => shards.Read(1, 0, two));
    }

    [Theory]
    [InlineData(".bin", "truncated")]
    [InlineData(".idx", "truncated")]
    public void Open_TruncatedFile_NamesIt(string ending, string word)
    {
        TokenShardFolder.WriteTexts(folder.Path, ["abc", "def"]).Dispose();
        string path = folder.Combine("part-00000" + ending);
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..^2]);
        var error = Assert.Throws<InvalidDataException>(() => TokenShards.Open(folder.Path));
        Assert.Contains("part-00000" + ending, error.Message, StringComparison.Ordinal);
        Assert.Contains(word, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "MMIDIDX")]
    [InlineData(9, "version")]
    [InlineData(17, "type code")]
    [InlineData(18, "boundaries")]
    public void Open_DamagedHeader_SaysWhatIsWrong(int position, string word)
    {
        TokenShardFolder.WriteTexts(folder.Path, ["abc"]).Dispose();
        byte[] bytes = File.ReadAllBytes(folder.Combine("part-00000.idx"));
        bytes[position] ^= 0x40;
        File.WriteAllBytes(folder.Combine("part-00000.idx"), bytes);
        Assert.Contains(word, Assert.Throws<InvalidDataException>(() => TokenShards.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_SummaryThatDisagrees_IsRefused()
    {
        TokenShardFolder.WriteTexts(folder.Path, ["abc"]).Dispose();
        string path = folder.Combine("part-00000.tokens.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("\"tokens\": 4", "\"tokens\": 5", StringComparison.Ordinal));
        Assert.Contains("5 tokens", Assert.Throws<InvalidDataException>(() => TokenShards.Open(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_ShardsOfTwoEncoders_IsRefused()
    {
        TokenShardFolder.WriteShard(folder.Path, 0, new[] { new Document("a", "a") }, new TokenShardSink(ByteTokenEncoder.Instance));
        TokenShardFolder.WriteShard(folder.Path, 1, new[] { new Document("b", "b") },
            new TokenShardSink(ByteTokenEncoder.Instance) { AppendEndOfDocument = false });
        Assert.Throws<InvalidDataException>(() => TokenShards.Open(folder.Path));
    }

    [Fact]
    public void Open_NoFolderOrEmptyFolder_Throws()
    {
        Assert.Throws<DirectoryNotFoundException>(() => TokenShards.Open(folder.Combine("none")));
        Assert.Throws<FileNotFoundException>(() => TokenShards.Open(folder.Path));
    }

    [Fact]
    public void Fingerprint_OneTokenChanged_Changes()
    {
        using TokenShards first = TokenShardFolder.WriteTexts(folder.Combine("a"), ["abc", "d"]);
        using TokenShards same = TokenShardFolder.WriteTexts(folder.Combine("b"), ["abc", "d"]);
        using TokenShards other = TokenShardFolder.WriteTexts(folder.Combine("c"), ["abx", "d"]);
        using TokenShards moved = TokenShardFolder.WriteTexts(folder.Combine("d"), ["ab", "cd"]);
        Assert.Equal(first.Fingerprint, same.Fingerprint);
        Assert.NotEqual(first.Fingerprint, other.Fingerprint);
        Assert.NotEqual(first.Fingerprint, moved.Fingerprint);
    }

    [Fact]
    public void Read_AfterDispose_Throws()
    {
        TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, ["abc"]);
        shards.Dispose();
        Assert.Throws<ObjectDisposedException>(() => shards.GetTokens(0));
    }
}
