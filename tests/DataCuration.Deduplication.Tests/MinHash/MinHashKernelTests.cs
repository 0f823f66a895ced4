using System.Text;

namespace DataCuration.Deduplication.Tests.MinHash;

public sealed class MinHashKernelTests
{
    [Fact]
    public void Minima_MultiplyShift_EqualsThePlainForm()
    {
        var random = new SeededRandom(3);
        for (int shingles = 1; shingles < 40; shingles += 6)
        {
            ulong[] hashes = Numbers(ref random, shingles), a = Numbers(ref random, 64), b = Numbers(ref random, 64);
            ulong[] plain = new ulong[64], wide = new ulong[64], narrow = new ulong[64], chosen = new ulong[64];
            MultiplyShiftKernel.Plain(hashes, a, b, plain);
            MultiplyShiftKernel.Wide(hashes, a, b, wide);
            MultiplyShiftKernel.Narrow(hashes, a, b, narrow);
            MultiplyShiftKernel.Minima(hashes, a, b, chosen);
            Assert.Equal(plain, wide);
            Assert.Equal(plain, narrow);
            Assert.Equal(plain, chosen);
            Assert.All(plain, value => Assert.True(value <= uint.MaxValue));
        }
    }

    [Fact]
    public void TrySign_KnownShingle_HasTheKnownHashes()
    {
        // Worked out by hand in specs/peers.md: the product wraps before the prime is applied.
        var buffers = new ShingleBuffers();
        var signer = new MinHashSigner(MinHashPresets.Datatrove);
        byte[] text = "The quick brown fox, jumps!"u8.ToArray();
        ulong[] signature = new ulong[112];
        Assert.True(signer.TrySign(text, buffers, signature));
        Assert.Equal([85330943174081874, 1143695533022256009, 808565726784164903], signature[..3]);
        Assert.Equal([7797000677988824208UL], signer.HashShingles(text, buffers).ToArray());
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("one two three four", false)]
    [InlineData("one two three four five", true)]
    [InlineData("... , one - two -- three ! four", false)]
    public void TrySign_FewWords_HasNoSignature(string text, bool expected) =>
        Assert.Equal(expected, new MinHashSigner(MinHashPresets.Datatrove).TrySign(Encoding.UTF8.GetBytes(text), new ShingleBuffers(), new ulong[112]));

    [Fact]
    public void TrySign_BuffersOfALongerText_ChangeNothing()
    {
        var signer = new MinHashSigner(new() { Shingles = new ShingleOptions { Size = 2 } });
        var used = new ShingleBuffers();
        ulong[] first = new ulong[112], second = new ulong[112];
        signer.TrySign(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 500).Select(i => $"w{(char)('a' + i % 26)}x"))), used, first);
        signer.TrySign("alpha  beta gamma"u8.ToArray(), used, first);
        signer.TrySign("alpha beta gamma"u8.ToArray(), new ShingleBuffers(), second);
        Assert.Equal(second, first);
    }

    [Fact]
    public void EstimateSimilarity_TextsThatShareShingles_IsNearTheJaccardIndex()
    {
        var signer = new MinHashSigner(new() { Shingles = new ShingleOptions { Size = 1 }, Bands = 128 });
        ulong[] first = new ulong[1024], second = new ulong[1024];
        // 600 words in common, 200 in each alone: 0.6. Four standard errors are 0.061.
        signer.TrySign(Words(0, 800), new ShingleBuffers(), first);
        signer.TrySign(Words(200, 1000), new ShingleBuffers(), second);
        Assert.InRange(MinHashSigner.EstimateSimilarity(first, second), 0.6 - 0.061, 0.6 + 0.061);
        Assert.Equal(1, MinHashSigner.EstimateSimilarity(first, first));
        Assert.Throws<ArgumentException>(() => MinHashSigner.EstimateSimilarity(first, second.AsSpan(1)));
    }

    [Theory]
    [InlineData("", 0u, 0u)]
    [InlineData("", 1u, 0x514E28B7u)]
    [InlineData("hello, world", 0u, 0x149BBB7Fu)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x9747B28Cu, 0x2FA826CDu)]
    public void Murmur3_KnownTexts_HaveTheKnownHashes(string text, uint seed, uint expected) =>
        Assert.Equal(expected, Murmur3.Hash(Encoding.UTF8.GetBytes(text), seed));

    [Theory]
    [InlineData("Datatrove")]
    [InlineData("Nemo")]
    [InlineData("RedPajama")]
    [InlineData("TextDedup")]
    [InlineData("DataJuicer")]
    [InlineData("Fast")]
    public void TrySign_OddTexts_NeverThrows(string preset)
    {
        var signer = new MinHashSigner(DetectionRateTests.ParametersOf(preset));
        var buffers = new ShingleBuffers();
        ulong[] signature = new ulong[signer.Parameters.SignatureLength];
        foreach (string text in (string[])["", " ", "\u2003\n\t", "x", "😀", "😀😀 😀", "\0", "é", new string('a', 300_000), "a.b-c_d  e",
            string.Concat(Enumerable.Repeat("𐐀 ", 5_000))])
            signer.TrySign(Encoding.UTF8.GetBytes(text), buffers, signature);
        Assert.Throws<ArgumentException>(() => signer.TrySign(new byte[] { 0x61, 0xFF }, buffers, signature));
        Assert.Throws<ArgumentException>(() => signer.TrySign("a"u8.ToArray(), buffers, signature.AsSpan(1)));
    }

    [Fact]
    public void TrySign_LongLine_IsOneText()
    {
        byte[] text = new byte[10_000_000];
        text.AsSpan().Fill((byte)'a');
        Assert.False(new MinHashSigner(MinHashPresets.Datatrove).TrySign(text, new ShingleBuffers(), new ulong[112]));
    }

    [Fact]
    public void CandidateProbability_Datatrove_IsThePublishedOne() // a comment of minhash.py gives 0.924 at a similarity of 0.8
        => Assert.Equal(0.924, MinHashPresets.Datatrove.CandidateProbability(0.8), 3);

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashParameters { Bands = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashParameters { HashBits = 33 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShingleOptions { Size = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShingleOptions { HashBits = 63 });
        Assert.Throws<ArgumentOutOfRangeException>(() => MinHashBands.Optimal(0, 128));
        Assert.Throws<ArgumentException>(() => new MinHashSigner(new MinHashParameters { DrawnHashes = 5 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashDeduplication { MinSimilarity = 1.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashDeduplication { PartitionsPerBand = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new SimHashParameters { Bits = 32 });
        Assert.Throws<ArgumentException>(() => new SimHashBlocks(new SimHashParameters { Blocks = 3 }));
    }

    private static byte[] Words(int first, int end) =>
        Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(first, end - first).Select(i => string.Concat($"{i:D4}".Select(c => (char)(c - '0' + 'a'))))));

    private static ulong[] Numbers(ref SeededRandom random, int count)
    {
        var numbers = new ulong[count];
        for (int i = 0; i < count; i++) numbers[i] = random.NextUInt64();
        return numbers;
    }
}
