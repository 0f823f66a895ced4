using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class MixedRowsTests : IDisposable
{
    private const int RowLength = 16;
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards letters;
    private readonly TokenShards digits;
    private readonly TokenShards signs;

    public MixedRowsTests()
    {
        letters = Write("letters", 'a', 40);
        digits = Write("digits", '0', 12);
        signs = Write("signs", '!', 3);
    }

    public void Dispose()
    {
        letters.Dispose();
        digits.Dispose();
        signs.Dispose();
        folder.Dispose();
    }

    [Fact]
    public void Read_OneSet_GivesThePackedRowsEpochAfterEpoch()
    {
        var mixed = new MixedRows(letters, RowLength, seed: 9);
        long perEpoch = mixed.GetRowsPerEpoch(0);
        var row = new int[RowLength + 1];
        var expected = new int[RowLength + 1];
        for (int epoch = 0; epoch < 3; epoch++)
        {
            var packed = new PackedRows(letters, RowLength, seed: 9, epoch);
            Assert.Equal(packed.Count, perEpoch);
            for (long i = 0; i < perEpoch; i++)
            {
                packed.Read(i, expected);
                Assert.Equal(0, mixed.Read(epoch * perEpoch + i, row));
                Assert.Equal(expected, row);
            }
        }
    }

    [Fact]
    public void Read_ThreeSets_FollowsTheWeightsToTheRow()
    {
        var rows = new MixedRows(new TokenMixture(Weighted(letters, 5), Weighted(digits, 3), Weighted(signs, 2)), RowLength, seed: 1);
        var counts = new long[3];
        var row = new int[RowLength + 1];
        for (long i = 0; i < 1_000; i++)
        {
            int part = rows.Read(i, row);
            counts[part]++;
            char first = "a0!"[part];
            Assert.All(row, token => Assert.True(token == 256 || token == first, $"row {i} of set {part} holds {token}"));
            for (int set = 0; set < 3; set++)
            {
                Assert.Equal(counts[set], rows.CountRows(set, i + 1));
                Assert.InRange(counts[set] - (i + 1) * ((int[])[5, 3, 2])[set] / 10.0, -1, 1);
            }
        }
        Assert.Equal([500, 300, 200], counts);
    }

    [Fact]
    public void Read_SetRunsOut_StartsItsNextEpochInANewOrder()
    {
        using TokenShards small = TokenShardFolder.WriteTexts(folder.Combine("small"),
            Enumerable.Range(0, 30).Select(i => new string((char)('a' + i % 26), 20 + i)));
        var rows = new MixedRows(new TokenMixture(Weighted(letters, 1), Weighted(small, 1)), RowLength, seed: 4);
        int perEpoch = (int)rows.GetRowsPerEpoch(1);
        var epochs = new List<string>[] { [], [] };
        var row = new int[RowLength + 1];
        for (long i = 0, own = 0; own < 2 * perEpoch; i++)
            if (rows.Read(i, row) == 1) epochs[own++ / perEpoch].Add(string.Join(' ', row));
        Assert.Equal(perEpoch, epochs[0].Count);
        Assert.Equal(perEpoch, epochs[1].Count);
        Assert.NotEqual(epochs[0], epochs[1]);
        // Each epoch holds the tokens of all documents but for the few that fit in no row.
        foreach (List<string> epoch in epochs) Assert.Equal(26, epoch.SelectMany(text => text.Split(' ')).Where(token => token != "256").Distinct().Count());
    }

    [Fact]
    public void Read_InAnyOrder_GivesTheSameRows()
    {
        var mixture = new TokenMixture(Weighted(letters, 2), Weighted(digits, 1), Weighted(signs, 1));
        var rows = new MixedRows(mixture, RowLength, seed: 7);
        var forward = new List<int[]>();
        for (long i = 0; i < 300; i++)
        {
            forward.Add(new int[RowLength + 1]);
            rows.Read(i, forward[^1]);
        }
        var again = new MixedRows(mixture, RowLength, seed: 7);
        var row = new int[RowLength + 1];
        for (int i = 299; i >= 0; i -= 7)
        {
            again.Read(i, row);
            Assert.Equal(forward[i], row);
        }
    }

    [Fact]
    public void Read_OtherSeed_GivesOtherRows()
    {
        using TokenShards varied = TokenShardFolder.WriteTexts(folder.Combine("varied"),
            Enumerable.Range(0, 30).Select(i => new string((char)('a' + i % 26), 20 + i)));
        var mixture = new TokenMixture(Weighted(letters, 1), Weighted(varied, 3));
        Assert.Equal(First(mixture, 1), First(mixture, 1));
        Assert.NotEqual(First(mixture, 1), First(mixture, 2));

        static int[][] First(TokenMixture mixture, ulong seed)
        {
            var rows = new MixedRows(mixture, RowLength, seed);
            return [.. Enumerable.Range(0, 20).Select(i => { var row = new int[RowLength + 1]; rows.Read(i, row); return row; })];
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Constructor_WeightThatIsNotPositive_NamesTheSet(double weight)
    {
        string message = Assert.Throws<ArgumentException>(() => new TokenMixture(Weighted(letters, 1), Weighted(digits, weight))).Message;
        Assert.Contains(digits.Folder, message, StringComparison.Ordinal);
        Assert.DoesNotContain(letters.Folder, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_EmptySet_NamesTheSet()
    {
        using TokenShards empty = TokenShardFolder.Write(folder.Combine("empty"), [], new TokenShardSink(ByteTokenEncoder.Instance));
        var mixture = new TokenMixture(Weighted(letters, 1), Weighted(empty, 1));
        string message = Assert.Throws<ArgumentException>(() => new MixedRows(mixture, RowLength, 1)).Message;
        Assert.Contains($"'{empty.Folder}' holds 0 tokens", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_SetsThatDoNotBelongTogether_AreNamed()
    {
        Assert.Throws<ArgumentException>(() => new TokenMixture());
        Assert.Contains(letters.Folder, Assert.Throws<ArgumentException>(() => new TokenMixture(Weighted(letters, 1), Weighted(letters, 2))).Message,
            StringComparison.Ordinal);
        using TokenShards other = TokenShardFolder.Write(folder.Combine("other"), [new Document("d", "text")],
            new TokenShardSink(ByteTokenEncoder.Instance) { AppendEndOfDocument = false });
        string message = Assert.Throws<ArgumentException>(() => new TokenMixture(Weighted(letters, 1), Weighted(other, 1))).Message;
        Assert.Contains(letters.Folder, message, StringComparison.Ordinal);
        Assert.Contains(other.Folder, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fingerprint_OtherWeightsOrSets_Differs()
    {
        TokenMixture one = letters;
        Assert.Equal(letters.Fingerprint, one.Fingerprint);
        Assert.Equal((letters.VocabularySize, letters.EncoderFingerprint), (one.VocabularySize, one.EncoderFingerprint));
        string mixed = new TokenMixture(Weighted(letters, 1), Weighted(digits, 2)).Fingerprint;
        Assert.Equal(mixed, new TokenMixture(Weighted(letters, 1), Weighted(digits, 2)).Fingerprint);
        Assert.Equal(4, new HashSet<string>(StringComparer.Ordinal)
        {
            one.Fingerprint, mixed, new TokenMixture(Weighted(letters, 1), Weighted(digits, 3)).Fingerprint,
            new TokenMixture(Weighted(letters, 1), Weighted(signs, 2)).Fingerprint,
        }.Count);
    }

    private static WeightedTokenShards Weighted(TokenShards shards, double weight) => new() { Shards = shards, Weight = weight };

    private TokenShards Write(string name, char letter, int documents) =>
        TokenShardFolder.WriteTexts(folder.Combine(name), Enumerable.Range(0, documents).Select(i => new string(letter, 20 + i % 7)));
}
