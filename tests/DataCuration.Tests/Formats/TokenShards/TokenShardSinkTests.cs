using System.Buffers.Binary;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class TokenShardSinkTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Write_ThreeDocuments_GivesMegatronsBytes()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, ["ab", "", "c"]);

        // Written by hand after Megatron-LM's indexed_dataset.py.
        using var expected = new MemoryStream();
        using (var writer = new BinaryWriter(expected, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write("MMIDIDX\0\0"u8);
            writer.Write(1UL);
            writer.Write((byte)8);
            writer.Write(3UL);
            writer.Write(4UL);
            foreach (int length in (int[])[3, 1, 2]) writer.Write(length);
            foreach (long pointer in (long[])[0, 6, 8]) writer.Write(pointer);
            foreach (long boundary in (long[])[0, 1, 2, 3]) writer.Write(boundary);
        }
        Assert.Equal(expected.ToArray(), File.ReadAllBytes(folder.Combine("part-00000.idx")));
        ushort[] tokens = [97, 98, 256, 256, 99, 256];
        Assert.Equal(tokens, ReadUInt16(folder.Combine("part-00000.bin")));
    }

    [Theory]
    [InlineData(65_499, 8)]
    [InlineData(65_500, 4)]
    [InlineData(200_019, 4)]
    public void Write_VocabularySize_ChoosesMegatronsType(int vocabularySize, byte code)
    {
        using TokenShards shards = TokenShardFolder.Write(folder.Path, [new Document("x", "ab")], new TokenShardSink(new WideEncoder(vocabularySize)));
        Assert.Equal(code, File.ReadAllBytes(folder.Combine("part-00000.idx"))[17]);
        Assert.Equal([vocabularySize - 2, vocabularySize - 2, vocabularySize - 1], shards.GetTokens(0));
    }

    [Fact]
    public void Write_WithoutEndOfDocument_WritesTextOnly()
    {
        using TokenShards shards = TokenShardFolder.Write(folder.Path, [new Document("x", "ab"), new Document("y", "")],
            new TokenShardSink(ByteTokenEncoder.Instance) { AppendEndOfDocument = false });
        Assert.Equal(2, shards.TokenCount);
        Assert.Equal([97, 98], shards.GetTokens(0));
        Assert.Empty(shards.GetTokens(1));
        Assert.False(shards.EndsDocuments);
    }

    [Fact]
    public void Write_BoundedFiles_NeverCutsDocumentsNorExceedsTheBound()
    {
        string[] texts = [.. Enumerable.Range(0, 40).Select(i => new string((char)('a' + i % 26), i))];
        var sink = new TokenShardSink(ByteTokenEncoder.Instance) { MaxTokensPerFile = 60 };
        Document[] documents = [.. texts.Select((text, i) => new Document($"d{i}", text))];
        using TokenShards shards = TokenShardFolder.Write(folder.Path, documents, sink, shards: 2);
        Assert.True(shards.FileCount > 10);
        foreach (string file in Directory.GetFiles(folder.Path, "*.bin")) Assert.InRange(new FileInfo(file).Length, 0, 60 * sizeof(ushort));
        for (int i = 0; i < texts.Length; i++)
        {
            Assert.Equal(texts[i], Encoding.UTF8.GetString([.. shards.GetTokens(i).SkipLast(1).Select(token => (byte)token)]));
            Assert.Equal($"d{i}", shards.GetDocument(i).Id);
        }
    }

    [Fact]
    public void Write_DocumentBeyondTheBound_GetsItsOwnFile()
    {
        var sink = new TokenShardSink(ByteTokenEncoder.Instance) { MaxTokensPerFile = 4 };
        using TokenShards shards = TokenShardFolder.Write(folder.Path, [new Document("a", "1"), new Document("b", "123456789"), new Document("c", "2")], sink);
        Assert.Equal(3, shards.FileCount);
        Assert.Equal(10, shards.GetLength(1));
    }

    [Fact]
    public void Write_ShardWithoutDocuments_HasNoFiles()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, ["only"], shards: 3);
        Assert.Equal(["part-00002.bin", "part-00002.documents.jsonl", "part-00002.idx", "part-00002.tokens.json"],
            Directory.GetFiles(folder.Path).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal));
        Assert.Equal((1, 1L), (shards.FileCount, shards.DocumentCount));
    }

    [Fact]
    public async Task WriteTokenShardsAsync_NothingKept_GivesShardsWithoutDocuments()
    {
        var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        using TokenShards shards = await Corpus.FromDocuments([new Document("x", "x")]).Where(document => false)
            .WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run, TestContext.Current.CancellationToken);
        Assert.Equal((0, 0L, 0L), (shards.FileCount, shards.DocumentCount, shards.TokenCount));
        Assert.Equal((257, 256, true), (shards.VocabularySize, shards.EndOfDocument, shards.EndsDocuments));
        using TokenShards other = TokenShardFolder.WriteTexts(folder.Combine("other"), ["x"]);
        Assert.Equal(other.EncoderFingerprint, shards.EncoderFingerprint);
        Assert.NotEqual(other.Fingerprint, shards.Fingerprint);
        Assert.Equal(0, new PackedRows(shards, 8, 0).Count);
        Assert.Throws<ArgumentOutOfRangeException>(() => shards.GetTokens(0));
        Assert.Contains("kept no document", Assert.Throws<FileNotFoundException>(() => TokenShards.Open(shards.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_TokenOutsideVocabulary_NamesDocumentAndToken()
    {
        var error = Assert.Throws<InvalidOperationException>(() =>
            TokenShardFolder.Write(folder.Path, [new Document("bad", "x")], new TokenShardSink(new WideEncoder(1_000) { Offset = 5 })));
        Assert.Contains("'bad'", error.Message, StringComparison.Ordinal);
        Assert.Contains("1003", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_OptionChanged_ChangesFingerprint()
    {
        var prints = new HashSet<string>(StringComparer.Ordinal);
        foreach (TokenShardSink sink in (TokenShardSink[])[new(ByteTokenEncoder.Instance), new(ByteTokenEncoder.Instance) { AppendEndOfDocument = false },
                     new(ByteTokenEncoder.Instance) { MaxTokensPerFile = 9 }, new(new WideEncoder(9))])
        {
            var writer = new FingerprintWriter();
            sink.Describe(writer);
            Assert.True(prints.Add(writer.ToFingerprint()));
        }
    }

    [Fact]
    public void MaxTokensPerFile_Zero_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new TokenShardSink(ByteTokenEncoder.Instance) { MaxTokensPerFile = 0 });

    private static ushort[] ReadUInt16(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        return [.. Enumerable.Range(0, bytes.Length / 2).Select(i => BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(2 * i)))];
    }

    /// <summary>An encoder that maps every byte to the last token but one.</summary>
    private sealed class WideEncoder(int vocabularySize) : ITokenEncoder
    {
        public int Offset { get; init; }

        public int VocabularySize => vocabularySize;

        public int EndOfDocument => vocabularySize - 1;

        public void Describe(FingerprintWriter writer) => writer.Add("wide", vocabularySize);

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
        {
            foreach (byte _ in utf8Text) tokens.Add(vocabularySize - 2 + Offset);
        }
    }
}
