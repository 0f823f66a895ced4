using System.Globalization;

namespace DataCuration.Training;

/// <summary>
/// The training rows of a <see cref="TokenMixture"/>, numbered from 0 without end. The sets take turns by weight, evenly spread. All rows have the same
/// length, so tokens are shared out as rows are. Each set is read through <see cref="PackedRows"/>; when it runs out, its next epoch has a new order.
/// </summary>
/// <remarks>
/// A row depends on its number, the tokens, the weights, the row length and the seed. A training therefore resumes by row number. After <c>n</c> rows, each set
/// has given <c>n * weight / sum</c> rows, to less than two rows; with one or two sets, to half a row. A single set gives the rows of
/// <see cref="PackedRows"/> with the same seed, epoch after epoch. Not thread-safe. For authors of backends.
/// </remarks>
public sealed class MixedRows
{
    private readonly RowSchedule schedule;
    private readonly Part[] parts;

    /// <summary>Lays out the first epoch of each set: reads the length of every document once.</summary>
    /// <param name="mixture">The sets and their weights. They must stay open.</param>
    /// <param name="rowLength">The number of inputs of a row: the model's context length.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <exception cref="ArgumentException">A set has too few tokens for one row. The message names its folder.</exception>
    public MixedRows(TokenMixture mixture, int rowLength, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        Mixture = mixture;
        RowLength = rowLength;
        schedule = new([.. mixture.Parts.Select(part => part.Weight)]);
        parts = [.. mixture.Parts.Select((part, i) => new Part(part.Shards, rowLength, SeedOf(seed, i)))];
        foreach (Part part in parts)
        {
            if (part.RowsPerEpoch > 0) continue;
            throw new ArgumentException(
                $"'{part.Folder}' holds {part.TokenCount} tokens, too few for one row of {rowLength} and its targets.", nameof(mixture));
        }
    }

    /// <summary>The sets and their weights.</summary>
    public TokenMixture Mixture { get; }

    /// <summary>The number of inputs of a row. A row is read with one more token.</summary>
    public int RowLength { get; }

    /// <summary>Returns the number of rows in one epoch of a set. It is the same for every epoch.</summary>
    /// <param name="part">The index of the set in <see cref="TokenMixture.Parts"/>.</param>
    public long GetRowsPerEpoch(int part) => parts[part].RowsPerEpoch;

    /// <summary>Returns the number of rows that a set gives to the first <paramref name="rows"/> rows.</summary>
    /// <param name="part">The index of the set in <see cref="TokenMixture.Parts"/>.</param>
    /// <param name="rows">The number of rows of the mixture.</param>
    public long CountRows(int part, long rows) => schedule.Count(part, rows);

    /// <summary>Reads a row. Reading is fastest in order, since only one epoch of each set is laid out at a time.</summary>
    /// <param name="row">The row's number over all epochs, from 0.</param>
    /// <param name="destination">Receives <c>RowLength + 1</c> tokens.</param>
    /// <returns>The index of the row's set in <see cref="TokenMixture.Parts"/>.</returns>
    public int Read(long row, Span<int> destination)
    {
        (int part, long ownRow) = schedule.Locate(row);
        parts[part].Read(ownRow, destination);
        return part;
    }

    // The first set keeps the given seed, so that a single set is read as it was before there were mixtures.
    private static ulong SeedOf(ulong seed, int part) =>
        part == 0 ? seed : SeededRandom.Create(seed, "token mixture", part.ToString(CultureInfo.InvariantCulture)).NextUInt64();

    private sealed class Part(TokenShards shards, int rowLength, ulong seed)
    {
        private PackedRows rows = new(shards, rowLength, seed);
        private int epoch;

        public string Folder => shards.Folder;

        public long TokenCount => shards.TokenCount;

        public long RowsPerEpoch => rows.Count;

        public void Read(long row, Span<int> destination)
        {
            int wanted = checked((int)(row / RowsPerEpoch));
            if (wanted != epoch)
            {
                rows = new PackedRows(shards, rowLength, seed, wanted);
                epoch = wanted;
            }
            rows.Read(row % RowsPerEpoch, destination);
        }
    }
}
