using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class TrainingRowsTests : IDisposable
{
    private const int RowLength = 32;
    private const int End = 256;
    private static readonly DecoderOptions Model = DecoderOptions.Tiny with { ContextLength = RowLength };
    private readonly TemporaryFolder folder = new();
    private readonly TokenShards shards;

    public TrainingRowsTests() => shards = TokenShardFolder.WriteTexts(folder.Combine("tokens"),
        Enumerable.Range(0, 50).Select(i => string.Concat(Enumerable.Range(0, i * 7 % 83).Select(j => (char)('a' + (i + j) % 26)))), shards: 3);

    public void Dispose()
    {
        shards.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Read_Stream_GivesThePackedRowsAndTheirDocuments(bool separate)
    {
        MixedRows rows = Open(new() { SeparateDocuments = separate });
        var packed = new PackedRows(shards, RowLength, 0);
        var row = new TrainingRow(RowLength);
        var tokens = new int[RowLength + 1];
        for (long i = 0; i < packed.Count; i++)
        {
            packed.Read(i, tokens);
            rows.Read(i, row);
            Assert.Equal(tokens[..^1], row.Inputs.ToArray());
            Assert.Equal(tokens[1..], row.Targets.ToArray());
            Assert.All(row.Weights.ToArray(), weight => Assert.Equal(1f, weight));
            Assert.Equal(RowLength, row.Documents.Sum(document => document.Length));
            foreach (RowDocument document in row.Documents)
            {
                ReadOnlySpan<int> text = shards.GetTokens(document.Document).AsSpan(document.Start, document.Length);
                Assert.Equal(text, row.Targets.Slice(document.Position, document.Length));
                // A document starts with the token that ends the one before it.
                if (document.Start == 0) Assert.Equal(End, row.Inputs[document.Position]);
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void Read_BestFit_GivesEachTargetOnceAfterItsOwnDocument(int epoch)
    {
        MixedRows rows = Open(new() { Packing = RowPacking.BestFit, SeparateDocuments = true });
        long perEpoch = rows.GetRowsPerEpoch(0);
        var row = new TrainingRow(RowLength);
        var seen = new HashSet<(long, int)>();
        for (long i = epoch * perEpoch; i < (epoch + 1) * perEpoch; i++)
        {
            rows.Read(i, row);
            Assert.InRange(row.Length, 1, RowLength);
            foreach (RowDocument document in row.Documents)
            {
                int[] text = [End, .. shards.GetTokens(document.Document)];
                Assert.Equal(text.AsSpan(document.Start, document.Length), row.Inputs.Slice(document.Position, document.Length));
                Assert.Equal(text.AsSpan(document.Start + 1, document.Length), row.Targets.Slice(document.Position, document.Length));
                for (int token = 0; token < document.Length; token++) Assert.True(seen.Add((document.Document, document.Start + token)));
                bool isWhole = document.Length == text.Length - 1;
                Assert.True(isWhole || text.Length - 1 > RowLength, "only documents longer than a row may be cut");
            }
        }
        Assert.Equal(shards.TokenCount, seen.Count);
        Assert.Equal(shards.TokenCount, rows.GetTokensPerEpoch(0));
        Assert.True(perEpoch <= 1.1 * shards.TokenCount / RowLength + 2, $"{perEpoch} rows of {RowLength} for {shards.TokenCount} tokens");
    }

    [Fact]
    public void Read_BestFit_IsTheSameInAnyOrderAndOtherInEachEpoch()
    {
        TrainingOptions options = new() { Packing = RowPacking.BestFit, Seed = 3 };
        MixedRows rows = Open(options);
        long perEpoch = rows.GetRowsPerEpoch(0);
        string[] forward = [.. Enumerable.Range(0, (int)(3 * perEpoch)).Select(i => Text(rows, i))];
        MixedRows again = Open(options);
        for (int i = forward.Length - 1; i >= 0; i -= 5) Assert.Equal(forward[i], Text(again, i));
        Assert.NotEqual(forward[..(int)perEpoch], forward[(int)perEpoch..(int)(2 * perEpoch)]);
        Assert.NotEqual(forward[0], Text(Open(options with { Seed = 4 }), 0));
    }

    [Fact]
    public void Read_FilesWithoutEndOfDocument_HaveNoTargetAcrossDocuments()
    {
        using TokenShards plain = TokenShardFolder.Write(folder.Combine("plain"),
            [.. Enumerable.Range(0, 20).Select(i => new Document($"d{i}", new string('x', 3 + i)))],
            new TokenShardSink(ByteTokenEncoder.Instance) { AppendEndOfDocument = false });
        var rows = new MixedRows(plain, Model, new() { SeparateDocuments = true });
        var row = new TrainingRow(RowLength);
        int masked = 0;
        for (long i = 0; i < rows.GetRowsPerEpoch(0); i++)
        {
            rows.Read(i, row);
            foreach (RowDocument document in row.Documents)
            {
                bool isLast = document.Start + document.Length == plain.GetLength(document.Document) + 1;
                for (int token = 0; token < document.Length; token++)
                    Assert.Equal(isLast && token == document.Length - 1 ? 0 : 1, row.Weights[document.Position + token]);
                if (isLast) masked++;
            }
        }
        Assert.True(masked > 5);
    }

    [Fact]
    public void Append_MoreThanTheCapacity_Throws()
    {
        var row = new TrainingRow(4);
        row.Append(0, 0, 3);
        Assert.Throws<ArgumentOutOfRangeException>(() => row.Append(0, 3, 2));
        row.Clear();
        Assert.Equal((0, 0), (row.Length, row.Documents.Count));
    }

    private static string Text(MixedRows rows, long number)
    {
        var row = new TrainingRow(RowLength);
        rows.Read(number, row);
        return string.Join(' ', row.Inputs.ToArray()) + '|' + string.Join(' ', row.Documents.Select(document => document.Document));
    }

    private MixedRows Open(TrainingOptions options) => new(shards, Model, options);
}
