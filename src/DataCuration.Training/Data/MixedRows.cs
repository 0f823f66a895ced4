using System.Globalization;

namespace DataCuration.Training;

/// <summary>
/// The training rows of a <see cref="TokenMixture"/>, numbered from 0 without end. The sets take turns by weight, evenly spread. When a set runs out, its next
/// epoch has a new order.
/// </summary>
/// <remarks>
/// <para>A row depends on its number, the tokens, the weights, the row length, the packing and the seed; with <see cref="TokenMixture.Phases"/>, also on the
/// number of rows of the training. A training therefore resumes by row number.</para>
/// <para>After <c>n</c> rows of a phase, each set has given <c>n * weight / sum</c> rows, to less than two rows; with one or two sets, to half a row. Rows of
/// <see cref="RowPacking.Stream"/> all have the same length, so tokens are shared out as rows are. Those of <see cref="RowPacking.BestFit"/> do not: weights
/// are divided by the mean tokens of a set's rows, so that tokens are shared out by weight. Not thread-safe. For authors of backends.</para>
/// </remarks>
public sealed class MixedRows
{
    private readonly MixtureSchedule schedule;
    private readonly Part[] parts;

    /// <summary>Lays out the first epoch of each set as a stream of tokens: reads the length of every document once.</summary>
    /// <param name="mixture">The sets and their weights. They must stay open.</param>
    /// <param name="rowLength">The number of inputs of a row: the model's context length.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <exception cref="ArgumentException">A set has too few tokens for one row. The message names its folder. Or the mixture has phases.</exception>
    public MixedRows(TokenMixture mixture, int rowLength, ulong seed)
        : this(mixture, rowLength, seed, 0, RowPacking.Stream, false)
    {
    }

    /// <summary>Lays out the first epoch of each set for a training: reads the length of every document once.</summary>
    /// <param name="mixture">The sets and their weights. They must stay open.</param>
    /// <param name="model">The model, for its context length.</param>
    /// <param name="options">The training, for packing, seed and number of rows.</param>
    /// <exception cref="ArgumentException">A set has too few tokens for one row. The message names its folder.</exception>
    public MixedRows(TokenMixture mixture, DecoderOptions model, TrainingOptions options)
        : this(mixture, NotNull(model).ContextLength, NotNull(options).Seed, NotNull(options).TotalRows(model), options.Packing, options.SeparateDocuments)
    {
    }

    private MixedRows(TokenMixture mixture, int rowLength, ulong seed, long totalRows, RowPacking packing, bool separateDocuments)
    {
        ArgumentNullException.ThrowIfNull(mixture);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        if (mixture.Phases.Count > 0 && totalRows == 0)
            throw new ArgumentException("A mixture with phases needs the options of the training.", nameof(mixture));
        Mixture = mixture;
        RowLength = rowLength;
        parts = [.. mixture.Parts.Select((part, i) => new Part(part.Shards, Open(part.Shards, rowLength, SeedOf(seed, i), packing, separateDocuments)))];
        foreach (Part part in parts)
        {
            if (part.Rows.Count > 0) continue;
            throw new ArgumentException(
                $"'{part.Shards.Folder}' holds {part.Shards.TokenCount} tokens, too few for one row of {rowLength} and its targets.", nameof(mixture));
        }
        schedule = new([.. mixture.AllPhases.Select(phase => ((long)Math.Round(phase.Until * totalRows), RowWeights(mixture.WeightsOf(phase), packing)))]);
    }

    /// <summary>The sets and their weights.</summary>
    public TokenMixture Mixture { get; }

    /// <summary>The maximum number of inputs of a row.</summary>
    public int RowLength { get; }

    /// <summary>Returns the number of rows in one epoch of a set. It is the same for every epoch.</summary>
    /// <param name="part">The index of the set in <see cref="TokenMixture.Parts"/>.</param>
    public long GetRowsPerEpoch(int part) => parts[part].Rows.Count;

    /// <summary>Returns the number of inputs in one epoch of a set. It is the same for every epoch.</summary>
    /// <param name="part">The index of the set in <see cref="TokenMixture.Parts"/>.</param>
    public long GetTokensPerEpoch(int part) => parts[part].Rows.Tokens;

    /// <summary>Returns the number of rows that a set gives to the first <paramref name="rows"/> rows.</summary>
    /// <param name="part">The index of the set in <see cref="TokenMixture.Parts"/>.</param>
    /// <param name="rows">The number of rows of the mixture.</param>
    public long CountRows(int part, long rows) => schedule.Count(part, rows);

    /// <summary>Returns the number of passes over a set's rows in the first <paramref name="rows"/> rows.</summary>
    /// <param name="part">The index of the set in <see cref="TokenMixture.Parts"/>.</param>
    /// <param name="rows">The number of rows of the mixture.</param>
    public double CountEpochs(int part, long rows) => (double)CountRows(part, rows) / GetRowsPerEpoch(part);

    /// <summary>Reads the tokens of a row of <see cref="RowPacking.Stream"/>. Reading is fastest in order.</summary>
    /// <param name="row">The row's number over all epochs, from 0.</param>
    /// <param name="destination">Receives <c>RowLength + 1</c> tokens.</param>
    /// <returns>The index of the row's set in <see cref="TokenMixture.Parts"/>.</returns>
    /// <exception cref="InvalidOperationException">The rows are packed otherwise.</exception>
    public int Read(long row, Span<int> destination)
    {
        (int part, long ownRow) = schedule.Locate(row);
        if (parts[part].Rows is not StreamRows rows)
            throw new InvalidOperationException($"Only rows of {nameof(RowPacking.Stream)} are {RowLength + 1} tokens.");
        rows.ReadTokens(ownRow % rows.Count, checked((int)(ownRow / rows.Count)), destination);
        return part;
    }

    /// <summary>Reads a row. Reading is fastest in order, since only one epoch of each set is laid out at a time.</summary>
    /// <param name="row">The row's number over all epochs, from 0.</param>
    /// <param name="destination">Receives the row; its capacity is at least <see cref="RowLength"/>.</param>
    /// <returns>The index of the row's set in <see cref="TokenMixture.Parts"/>.</returns>
    public int Read(long row, TrainingRow destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        (int part, long ownRow) = schedule.Locate(row);
        EpochRows rows = parts[part].Rows;
        rows.Read(ownRow % rows.Count, checked((int)(ownRow / rows.Count)), destination);
        return part;
    }

    private static T NotNull<T>(T? value) where T : class
    {
        ArgumentNullException.ThrowIfNull(value);
        return value;
    }

    private static EpochRows Open(TokenShards shards, int rowLength, ulong seed, RowPacking packing, bool separateDocuments) =>
        packing == RowPacking.BestFit ? new BestFitRows(shards, rowLength, seed) : new StreamRows(shards, rowLength, seed, separateDocuments);

    private IReadOnlyList<double> RowWeights(IReadOnlyList<double> weights, RowPacking packing) =>
        packing == RowPacking.BestFit ? [.. weights.Select((weight, i) => weight * parts[i].Rows.Count / parts[i].Rows.Tokens)] : weights;

    // The first set keeps the given seed, so that a single set is read as it was before there were mixtures.
    private static ulong SeedOf(ulong seed, int part) =>
        part == 0 ? seed : SeededRandom.Create(seed, "token mixture", part.ToString(CultureInfo.InvariantCulture)).NextUInt64();

    private sealed record Part(TokenShards Shards, EpochRows Rows);
}
