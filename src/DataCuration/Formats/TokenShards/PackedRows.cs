using System.Globalization;

namespace DataCuration;

/// <summary>
/// One epoch of training rows. All documents, in an order drawn by seed and epoch, form one stream of tokens, which is cut into rows of
/// <see cref="RowLength"/> tokens. The rows are then shuffled as well, so that the rows of a long document do not end up in one batch. A row is read as
/// <c>RowLength + 1</c> tokens: the first <c>RowLength</c> are the inputs, the last <c>RowLength</c> the targets. The last token of a row is the first one of
/// the row that follows it in the stream, so each token of the stream except the first is a target exactly once.
/// </summary>
/// <remarks>
/// The order depends only on number and order of the documents, the seed and the epoch, not on the division into files. Rows can be read in any order, so a
/// training run resumes by row number. Memory: 8 bytes for every 64 documents. Thread-safe.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// using TokenShards shards = TokenShards.Open("out/tokens");
/// var rows = new PackedRows(shards, rowLength: 2048, seed: 17, epoch: 0);
/// var row = new int[rows.RowLength + 1];
/// for (long i = 0; i &lt; rows.Count; i++) rows.Read(i, row);
/// </code>
/// </example>
public sealed class PackedRows
{
    // The position of every 64th document in the stream. Positions between them are found by adding lengths.
    private const int BlockDocuments = 64;

    private readonly TokenShards tokens;
    private readonly KeyedPermutation documentOrder;
    private readonly KeyedPermutation rowOrder;
    private readonly long[] blockStarts;

    /// <summary>Computes the layout of an epoch. It reads the length of every document once.</summary>
    /// <param name="tokens">The documents. They must stay open.</param>
    /// <param name="rowLength">The number of inputs in a row: the model's context length.</param>
    /// <param name="seed">The seed of the order.</param>
    /// <param name="epoch">The index of the epoch, from 0. Each epoch has its own order.</param>
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

    /// <summary>The number of inputs in a row. A row is read as one token more.</summary>
    public int RowLength { get; }

    /// <summary>The number of rows.</summary>
    public long Count { get; }

    /// <summary>
    /// The number of tokens at the end of the stream that are in no row: fewer than <see cref="RowLength"/>, unless there are no rows. They differ between
    /// epochs.
    /// </summary>
    public long DroppedTokens { get; }

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row's number in the shuffled order, from 0.</param>
    /// <param name="destination">The buffer for <c>RowLength + 1</c> tokens.</param>
    public void Read(long row, Span<int> destination) => Read(row, destination, null);

    /// <summary>Reads a row and the parts of documents in it.</summary>
    /// <param name="row">The row's number in the shuffled order, from 0.</param>
    /// <param name="destination">The buffer for <c>RowLength + 1</c> tokens.</param>
    /// <param name="spans">Receives the parts of documents in their order; null if they are not needed. Empty documents are left out.</param>
    public void Read(long row, Span<int> destination, ICollection<PackedSpan>? spans)
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
            spans?.Add(new(number, (int)start, RowLength + 1 - destination.Length, count));
            destination = destination[count..];
            start = 0;
        }
    }
}
