using System.Globalization;

namespace DataCuration.Training;

/// <summary>
/// Rows of whole documents, packed by best fit within blocks of 65,536 documents. The seed assigns documents to blocks. An epoch shuffles the blocks, the rows
/// of each block, and documents of equal length, so that neighbours change.
/// </summary>
/// <remarks>
/// A document of <c>n</c> tokens, with its end-of-document token, is a sequence of <c>n</c> targets. Its first input is the end-of-document token. If that is
/// not known, the first token is no target. Memory: about 40 bytes for each document of a block. Opening reads the length of every document once.
/// </remarks>
internal sealed class BestFitRows : EpochRows
{
    private const int BlockDocuments = 1 << 16;

    private readonly TokenShards shards;
    private readonly int rowLength;
    private readonly ulong seed;
    private readonly KeyedPermutation documentOrder;
    private readonly int[] rowsOfBlock;
    private readonly long tokens;
    private readonly long[] firstRows; // of each block in the epoch's order, and the number of rows
    private KeyedPermutation blockOrder;
    private ulong epochKey;
    private int epoch = -1;
    private BestFitBlock? packed;
    private (int Epoch, int Block) packedOf = (-1, -1);

    public BestFitRows(TokenShards shards, int rowLength, ulong seed)
    {
        this.shards = shards;
        this.rowLength = rowLength;
        this.seed = seed;
        documentOrder = new(shards.DocumentCount, SeededRandom.Create(seed, "best-fit rows", "documents").NextUInt64());
        rowsOfBlock = new int[(shards.DocumentCount + BlockDocuments - 1) / BlockDocuments];
        firstRows = new long[rowsOfBlock.Length + 1];
        for (int block = 0; block < rowsOfBlock.Length; block++)
        {
            int[] lengths = Lengths(block);
            foreach (int length in lengths) tokens += length;
            rowsOfBlock[block] = new BestFitBlock(lengths, rowLength, new KeyedPermutation(lengths.Length, 0)).Rows;
        }
        StartEpoch(0);
    }

    public override long Count => firstRows[^1];

    public override long Tokens => tokens;

    public override void Read(long row, int wantedEpoch, TrainingRow destination)
    {
        if (wantedEpoch != epoch) StartEpoch(wantedEpoch);
        int place = Array.BinarySearch(firstRows, row);
        if (place < 0) place = ~place - 1;
        while (firstRows[place + 1] == row) place++; // blocks without rows
        int block = (int)blockOrder[place];
        ulong blockKey = SeededRandom.Mix(epochKey ^ (uint)block);
        if (packed is null || packedOf != (epoch, block))
        {
            int[] lengths = Lengths(block);
            packed = new BestFitBlock(lengths, rowLength, new KeyedPermutation(lengths.Length, blockKey));
            packedOf = (epoch, block);
        }
        var rowOrder = new KeyedPermutation(packed.Rows, SeededRandom.Mix(blockKey));
        destination.Clear();
        foreach (BestFitBlock.Piece piece in packed[(int)rowOrder[row - firstRows[place]]])
            Add(documentOrder[(long)block * BlockDocuments + piece.Sequence], piece, destination);
    }

    private void Add(long document, BestFitBlock.Piece piece, TrainingRow destination)
    {
        int start = shards.EndOfDocument is null ? piece.Start + 1 : piece.Start;
        int position = destination.Append(document, start, piece.Length);
        shards.Read(document, start, destination.Targets.Slice(position, piece.Length));
        Span<int> inputs = destination.Inputs.Slice(position, piece.Length);
        if (start > 0) shards.Read(document, start - 1, inputs);
        else
        {
            inputs[0] = shards.EndOfDocument!.Value;
            destination.Targets.Slice(position, piece.Length - 1).CopyTo(inputs[1..]);
        }
        Mask(shards, document, start, destination.Weights.Slice(position, piece.Length));
    }

    private int[] Lengths(int block)
    {
        long first = (long)block * BlockDocuments;
        int withoutTarget = shards.EndOfDocument is null ? 1 : 0;
        var lengths = new int[Math.Min(BlockDocuments, shards.DocumentCount - first)];
        for (int i = 0; i < lengths.Length; i++) lengths[i] = Math.Max(0, shards.GetLength(documentOrder[first + i]) - withoutTarget);
        return lengths;
    }

    private void StartEpoch(int wanted)
    {
        epoch = wanted;
        SeededRandom keys = SeededRandom.Create(seed, "best-fit rows", wanted.ToString(CultureInfo.InvariantCulture));
        blockOrder = new(rowsOfBlock.Length, keys.NextUInt64());
        epochKey = keys.NextUInt64();
        for (int place = 0; place < rowsOfBlock.Length; place++) firstRows[place + 1] = firstRows[place] + rowsOfBlock[blockOrder[place]];
    }
}
