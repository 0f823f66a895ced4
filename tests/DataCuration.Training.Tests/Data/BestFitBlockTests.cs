using CsCheck;

namespace DataCuration.Training.Tests;

public sealed class BestFitBlockTests
{
    [Fact]
    public void Constructor_KnownLengths_PacksTheLongestFirst()
    {
        // 7; then 5 with 3 (fits best), 4 with 4, 2 into the first row that has exactly 2 left or else the fullest.
        var block = new BestFitBlock([4, 7, 2, 3, 5, 4], 8, new KeyedPermutation(6, 1));
        Assert.Equal(4, block.Rows);
        string[] rows = [.. Enumerable.Range(0, block.Rows).Select(row => string.Join('+', block[row].ToArray().Select(piece => piece.Length)))];
        Assert.Equal(["7", "5+3", "4+4", "2"], rows);
    }

    [Fact]
    public void Constructor_LongSequence_IsCutIntoFullRowsAndARest()
    {
        var block = new BestFitBlock([19, 5], 8, new KeyedPermutation(2, 1));
        Assert.Equal([(0, 0, 8), (0, 8, 8), (0, 16, 3), (1, 0, 5)], Enumerable.Range(0, block.Rows).SelectMany(row => block[row].ToArray())
            .Select(piece => (piece.Sequence, piece.Start, piece.Length)).Order());
        Assert.Equal(3, block.Rows);
    }

    [Fact]
    public void Constructor_AnyLengths_EqualsTheNaivePacking() =>
        Gen.Select(Gen.Int[0, 70].Array[0, 60], Gen.Int[1, 130], Gen.ULong).Sample((lengths, rowLength, key) =>
        {
            var block = new BestFitBlock(lengths, rowLength, new KeyedPermutation(lengths.Length, key));
            var found = new List<(int, int, int)>();
            for (int row = 0; row < block.Rows; row++)
            {
                BestFitBlock.Piece[] pieces = block[row].ToArray();
                Assert.NotEmpty(pieces);
                Assert.InRange(pieces.Sum(piece => piece.Length), 1, rowLength);
                found.AddRange(pieces.Select(piece => (piece.Sequence, piece.Start, piece.Length)));
            }
            (int, int, int)[] expected = [.. lengths.SelectMany((length, sequence) => Enumerable.Range(0, (length + rowLength - 1) / rowLength)
                .Select(part => (sequence, part * rowLength, Math.Min(rowLength, length - part * rowLength))))];
            Assert.Equal(expected, found.Order());
            Assert.Equal(NaiveSums([.. expected.Select(piece => piece.Item3)], rowLength),
                Enumerable.Range(0, block.Rows).Select(row => block[row].ToArray().Sum(piece => piece.Length)).Order());
        }, iter: 300);

    // The plain version: search all rows for the least room that suffices. Among equally full rows, either may be chosen.
    private static IEnumerable<int> NaiveSums(int[] pieces, int rowLength)
    {
        var rows = new List<int>();
        foreach (int piece in pieces.OrderDescending())
        {
            int best = -1;
            for (int row = 0; row < rows.Count; row++)
                if (rows[row] + piece <= rowLength && (best < 0 || rows[row] > rows[best])) best = row;
            if (best < 0) rows.Add(piece);
            else rows[best] += piece;
        }
        return rows.Order();
    }
}
