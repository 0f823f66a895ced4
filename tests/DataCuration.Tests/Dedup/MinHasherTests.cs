using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Tests.Dedup;

public sealed class MinHasherTests
{
    [Fact]
    public void TrySign_DatatrovesDocuments_EqualItsSignatures()
    {
        using JsonDocument vectors = SharedVectors.Read("curation", "datatrove_minhash");
        string[] documents = [.. vectors.RootElement.GetProperty("documents").EnumerateArray().Select(text => text.GetString()!)];
        int signatures = 0;
        foreach (JsonElement config in vectors.RootElement.GetProperty("configs").EnumerateArray()) signatures += Compare(config, documents);
        Assert.Equal(116 - 2 + 5 * 40, signatures);
    }

    [Fact]
    public void TrySign_OtherDatatroveConfigurations_EqualItsSignatures()
    {
        using JsonDocument vectors = SharedVectors.Read("peers", "datatrove_minhash");
        string[][] parts = [.. vectors.RootElement.GetProperty("parts").EnumerateArray()
            .Select(part => part.EnumerateArray().Select(text => text.GetString()!).ToArray())];
        int signatures = 0;
        foreach (JsonElement config in vectors.RootElement.GetProperty("configs").EnumerateArray())
        {
            if (config.GetProperty("splitter").GetString() != "whitespace" || !config.GetProperty("normalize").GetBoolean()) continue;
            MinHasher hasher = HasherOf(config);
            foreach (JsonProperty expected in config.GetProperty("signatures").EnumerateObject())
            {
                int[] place = [.. expected.Name.Split('/').Select(number => int.Parse(number, CultureInfo.InvariantCulture))];
                signatures += Compare(hasher, parts[place[0]][place[1]], expected.Value, $"{config.GetProperty("name")}, {expected.Name}");
            }
        }
        Assert.True(signatures > 150, $"{signatures} signatures were compared.");
    }

    [Fact]
    public void TrySign_KnownShingle_HasTheKnownHashes()
    {
        // Worked out by hand in specs/peers.md: the product wraps before the prime is applied.
        var buffers = new MinHashBuffers();
        ulong[] signature = new ulong[112];
        Assert.True(new MinHasher().TrySign("The quick brown fox, jumps!"u8, buffers, signature));
        Assert.Equal([85330943174081874, 1143695533022256009, 808565726784164903], signature[..3]);
        Assert.Equal(7797000677988824208UL, buffers.Shingles[0]);
    }

    [Theory]
    [InlineData("", false)]
    [InlineData("one two three four", false)]
    [InlineData("one two three four five", true)]
    [InlineData("... , one - two -- three ! four", false)]
    public void TrySign_FewWords_HasNoSignature(string text, bool expected) =>
        Assert.Equal(expected, new MinHasher().TrySign(Encoding.UTF8.GetBytes(text), new MinHashBuffers(), new ulong[112]));

    [Fact]
    public void TrySign_InvalidUtf8_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MinHasher().TrySign([0x61, 0xFF], new MinHashBuffers(), new ulong[112]));

    [Fact]
    public void TrySign_WrongLength_IsRefused() =>
        Assert.Throws<ArgumentException>(() => new MinHasher().TrySign("a"u8, new MinHashBuffers(), new ulong[111]));

    [Fact]
    public void TrySign_BuffersOfALongerText_ChangeNothing()
    {
        var hasher = new MinHasher(new MinHashOptions { ShingleWords = 2 });
        var used = new MinHashBuffers();
        ulong[] first = new ulong[112], second = new ulong[112];
        hasher.TrySign(Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(0, 500).Select(i => $"w{(char)('a' + i % 26)}x"))), used, first);
        hasher.TrySign("alpha  beta gamma"u8, used, first);
        hasher.TrySign("alpha beta gamma"u8, new MinHashBuffers(), second);
        Assert.Equal(second, first);
    }

    [Fact]
    public void EstimateSimilarity_TextsThatShareShingles_IsNearTheJaccardIndex()
    {
        var hasher = new MinHasher(new MinHashOptions { ShingleWords = 1, Buckets = 128 });
        ulong[] first = new ulong[1024], second = new ulong[1024];
        // 600 words in common, 200 in each alone: 0.6. Four standard errors are 0.061.
        hasher.TrySign(Words(0, 800), new MinHashBuffers(), first);
        hasher.TrySign(Words(200, 1000), new MinHashBuffers(), second);
        Assert.InRange(MinHasher.EstimateSimilarity(first, second), 0.6 - 0.061, 0.6 + 0.061);
        Assert.Equal(1, MinHasher.EstimateSimilarity(first, first));
        Assert.Throws<ArgumentException>(() => MinHasher.EstimateSimilarity(first, second.AsSpan(1)));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashOptions { ShingleWords = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashOptions { Buckets = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashOptions { HashesPerBucket = 65_537 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashOptions { HashBits = 63 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MinHashOptions { Hash = (ShingleHash)9 });
    }

    private static byte[] Words(int first, int end) =>
        Encoding.UTF8.GetBytes(string.Join(' ', Enumerable.Range(first, end - first).Select(i => string.Concat($"{i:D4}".Select(c => (char)(c - '0' + 'a'))))));

    private static int Compare(JsonElement config, string[] documents)
    {
        MinHasher hasher = HasherOf(config);
        var buffers = new MinHashBuffers();
        ulong[] signature = new ulong[hasher.Options.SignatureLength];
        int document = 0;
        foreach (JsonElement expected in config.GetProperty("first_shingles").EnumerateArray())
        {
            hasher.TrySign(Encoding.UTF8.GetBytes(documents[document++]), buffers, signature);
            ulong[] numbers = Numbers(expected);
            Assert.Equal(numbers, buffers.Shingles[..numbers.Length]);
        }
        int compared = 0, index = 0;
        foreach (JsonElement expected in config.GetProperty("signatures").EnumerateArray())
            compared += Compare(hasher, documents[index], expected, $"{config.GetProperty("name")}, document {index++}");
        return compared;
    }

    private static int Compare(MinHasher hasher, string text, JsonElement expected, string name)
    {
        ulong[] signature = new ulong[hasher.Options.SignatureLength];
        bool isSigned = hasher.TrySign(Encoding.UTF8.GetBytes(text), new MinHashBuffers(), signature);
        Assert.True(isSigned == (expected.ValueKind == JsonValueKind.Array), name);
        if (isSigned) Assert.Equal(expected.EnumerateArray().SelectMany(Numbers).ToArray(), signature);
        return isSigned ? 1 : 0;
    }

    private static MinHasher HasherOf(JsonElement config)
    {
        var hasher = new MinHasher(new MinHashOptions
        {
            ShingleWords = config.GetProperty("n_grams").GetInt32(),
            Buckets = config.GetProperty("num_buckets").GetInt32(),
            HashesPerBucket = config.GetProperty("hashes_per_bucket").GetInt32(),
            Seed = config.GetProperty("seed").GetUInt32(),
            HashBits = config.GetProperty("precision").GetInt32(),
            Hash = config.GetProperty("hash").GetString() == "sha1" ? ShingleHash.Sha1 : ShingleHash.XxHash,
        });
        Assert.Equal(Numbers(config.GetProperty("a")), hasher.Factors.ToArray());
        Assert.Equal(Numbers(config.GetProperty("b")), hasher.Summands.ToArray());
        return hasher;
    }

    private static ulong[] Numbers(JsonElement list) =>
        [.. list.EnumerateArray().Select(number => ulong.Parse(number.ToString(), CultureInfo.InvariantCulture))];
}
