using System.Globalization;

namespace DataCuration;

/// <summary>
/// One epoch of training rows: all documents in an order drawn by (seed, epoch), end to end as one stream of tokens, cut into rows of <see cref="RowLength"/> tokens, the rows again in drawn order
/// (so that a long document's rows do not fall into one batch). A row is read as <c>RowLength + 1</c> tokens: the inputs are the first <c>RowLength</c>, the targets
/// the last; a row's last token is the next row's first, so each token of the stream but the first is a target exactly once.
/// </summary>
/// <remarks>
/// The order depends on the number and order of the documents, the seed and the epoch alone, not on how documents are spread over files. Any row can be read
/// first, so a training resumes by row number. Memory: 8 bytes for every 64 documents. Thread-safe.
/// </remarks>
public sealed class PackedRows
{
    // Every 64th document's place in the stream is kept; the ones between are found by adding lengths.
    private const int BlockDocuments = 64;

    private readonly TokenShards tokens;
    private readonly KeyedPermutation documentOrder;
    private readonly KeyedPermutation rowOrder;
    private readonly long[] blockStarts;

    /// <summary>Lays out an epoch: reads every document's length once.</summary>
    /// <param name="tokens">The documents. Must stay open.</param>
    /// <param name="rowLength">Inputs a row: the model's context length.</param>
    /// <param name="seed">Another seed, another order.</param>
    /// <param name="epoch">How many times the documents were gone through before; each epoch has its own order.</param>
    public PackedRows(TokenShards tokens, int rowLength, ulong seed, int epoch = 0)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentOutOfRangeException.ThrowIfLessThan(rowLength, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        this.tokens = tokens;
        RowLength = rowLength;
        SeededRandom keys = SeededRandom.Create(seed, "packed rows", epoch.ToString(CultureInfo.InvariantCulture));
        documentOrder = new(tokens.DocumentCount, keys.NextUInt64());
        blockStarts = new long[tokens.DocumentCount / BlockDocuments + 1];
        long position = 0;
        for (long i = 0; i < tokens.DocumentCount; i++)
        {
            if (i % BlockDocuments == 0) blockStarts[i / BlockDocuments] = position;
            position += tokens.GetLength(documentOrder[i]);
        }
        if (tokens.DocumentCount % BlockDocuments == 0) blockStarts[^1] = position;
        Count = position == 0 ? 0 : (position - 1) / rowLength;
        DroppedTokens = position - (Count == 0 ? 0 : Count * rowLength + 1);
        rowOrder = new(Count, keys.NextUInt64());
    }

    /// <summary>Inputs a row. A row is read as one token more.</summary>
    public int RowLength { get; }

    /// <summary>How many rows there are.</summary>
    public long Count { get; }

    /// <summary>How many tokens at the stream's end are in no row: fewer than <see cref="RowLength"/>, unless there is no row at all. They are others in each epoch.</summary>
    public long DroppedTokens { get; }

    /// <summary>Reads a row.</summary>
    /// <param name="row">Its number in the drawn order, from 0.</param>
    /// <param name="destination">Takes <c>RowLength + 1</c> tokens.</param>
    public void Read(long row, Span<int> destination)
    {
        if ((ulong)row >= (ulong)Count) throw new ArgumentOutOfRangeException(nameof(row), row, $"There are {Count} rows, numbered from 0.");
        if (destination.Length != RowLength + 1)
            throw new ArgumentException($"A row of {RowLength} inputs is read as {RowLength + 1} tokens, not {destination.Length}.", nameof(destination));
        long position = rowOrder[row] * RowLength;
        int block = Array.BinarySearch(blockStarts, position);
        if (block < 0) block = ~block - 1;
        long document = (long)block * BlockDocuments;
        long start = position - blockStarts[block];
        while (!destination.IsEmpty)
        {
            long number = documentOrder[document++];
            int length = tokens.GetLength(number);
            if (start >= length)
            {
                start -= length;
                continue;
            }
            int count = (int)Math.Min(length - start, destination.Length);
            tokens.Read(number, (int)start, destination[..count]);
            destination = destination[count..];
            start = 0;
        }
    }
}
