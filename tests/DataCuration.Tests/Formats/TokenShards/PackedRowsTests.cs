using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class PackedRowsTests : IDisposable
{
    private static readonly string[] Texts = [.. Enumerable.Range(0, 300).Select(i => new string((char)('a' + i % 26), i * 37 % 50))];
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Read_AllRows_CoverTheStreamOnce() => Gen.Select(Gen.Int[0, 20].Array[0, 200], Gen.Int[1, 40], Gen.ULong).Sample((lengths, rowLength, seed) =>
    {
        using var own = new TemporaryFolder();
        using TokenShards shards = TokenShardFolder.WriteTexts(own.Path, lengths.Select((length, i) => new string((char)('a' + i % 26), length)), 2);
        var rows = new PackedRows(shards, rowLength, seed);
        long total = shards.TokenCount;
        Assert.Equal(total == 0 ? 0 : (total - 1) / rowLength, rows.Count);
        Assert.Equal(total, rows.DroppedTokens + (rows.Count == 0 ? 0 : rows.Count * rowLength + 1));

        // Counted by value over the inputs, no token occurs more often than in the documents. All tokens except the dropped ones and the last one
        // occur.
        var there = new long[257];
        for (long i = 0; i < shards.DocumentCount; i++)
            foreach (int token in shards.GetTokens(i)) there[token]++;
        var seen = new long[257];
        var row = new int[rowLength + 1];
        for (long i = 0; i < rows.Count; i++)
        {
            rows.Read(i, row);
            foreach (int token in row.AsSpan(0, rowLength)) seen[token]++;
        }
        for (int token = 0; token < 257; token++) Assert.InRange(seen[token], 0, there[token]);
        Assert.Equal(rows.Count * rowLength, seen.Sum());
    }, iter: 25);

    [Fact]
    public void Read_NeighbouringRows_ShareOneToken()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, [new string([.. Enumerable.Range(32, 90).Select(i => (char)i)])]);
        var rows = new PackedRows(shards, 10, seed: 3);
        Assert.Equal(9, rows.Count);
        Assert.Equal(0, rows.DroppedTokens);
        int[][] all = [.. ReadAll(rows).OrderBy(row => row[0])];
        for (int i = 0; i < 9; i++) Assert.Equal(Enumerable.Range(32 + 10 * i, 11).Select(token => token == 122 ? 256 : token), all[i]);
    }

    [Fact]
    public void Read_OtherSpreadOverFiles_GivesTheSameRows()
    {
        using TokenShards one = TokenShardFolder.WriteTexts(folder.Combine("one"), Texts, shards: 1);
        using TokenShards many = TokenShardFolder.WriteTexts(folder.Combine("many"), Texts, shards: 7);
        Assert.Equal(ReadAll(new PackedRows(one, 16, 5, 2)), ReadAll(new PackedRows(many, 16, 5, 2)));
    }

    [Fact]
    public void Read_OtherSeedOrEpoch_GivesOtherRows()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, Texts);
        int[][] first = ReadAll(new PackedRows(shards, 16, 5));
        Assert.Equal(first, ReadAll(new PackedRows(shards, 16, 5)));
        Assert.NotEqual(first, ReadAll(new PackedRows(shards, 16, 6)));
        Assert.NotEqual(first, ReadAll(new PackedRows(shards, 16, 5, epoch: 1)));
    }

    [Fact]
    public void Read_RowOutOfRangeOrWrongSpan_Throws()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, Texts);
        var rows = new PackedRows(shards, 16, 5);
        Assert.Throws<ArgumentOutOfRangeException>(() => rows.Read(rows.Count, new int[17]));
        Assert.Throws<ArgumentException>(() => rows.Read(0, new int[16]));
    }

    [Fact]
    public void Constructor_TooFewTokens_HasNoRows()
    {
        using TokenShards shards = TokenShardFolder.WriteTexts(folder.Path, ["abc"]);
        var rows = new PackedRows(shards, 4, 1);
        Assert.Equal(0, rows.Count);
        Assert.Equal(4, rows.DroppedTokens);
    }

    private static int[][] ReadAll(PackedRows rows)
    {
        var all = new int[rows.Count][];
        for (long i = 0; i < rows.Count; i++) rows.Read(i, all[i] = new int[rows.RowLength + 1]);
        return all;
    }
}
