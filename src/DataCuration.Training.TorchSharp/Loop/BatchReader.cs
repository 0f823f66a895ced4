namespace DataCuration.Training.TorchSharp;

/// <summary>Reads training rows by their number over all epochs.</summary>
internal sealed class BatchReader
{
    private readonly TokenShards tokens;
    private readonly DecoderOptions model;
    private readonly ulong seed;
    private readonly int[] row;
    private PackedRows rows;
    private int epoch;

    public BatchReader(TokenShards tokens, DecoderOptions model, ulong seed)
    {
        this.tokens = tokens;
        this.model = model;
        this.seed = seed;
        row = new int[model.ContextLength + 1];
        rows = new PackedRows(tokens, model.ContextLength, seed);
        if (rows.Count == 0)
            throw new ArgumentException($"'{tokens.Folder}' holds {tokens.TokenCount} tokens, too few for one row of {model.ContextLength} and its targets.", nameof(tokens));
    }

    /// <summary>How many rows an epoch has; the same in each.</summary>
    public long RowsPerEpoch => rows.Count;

    /// <summary>Reads rows into inputs and targets, one after another.</summary>
    public void Read(long firstRow, Span<long> inputs, Span<long> targets)
    {
        int context = model.ContextLength;
        for (int i = 0; i * context < inputs.Length; i++)
        {
            int wanted = checked((int)((firstRow + i) / RowsPerEpoch));
            if (wanted != epoch) rows = new PackedRows(tokens, context, seed, epoch = wanted);
            rows.Read((firstRow + i) % RowsPerEpoch, row);
            for (int position = 0; position <= context; position++)
            {
                // Out of range would be a crash or garbage on a GPU.
                if ((uint)row[position] >= (uint)model.VocabularySize)
                    throw new InvalidDataException($"'{tokens.Folder}' holds token {row[position]}; the model's {nameof(DecoderOptions.VocabularySize)} is {model.VocabularySize}.");
                if (position < context) inputs[i * context + position] = row[position];
                if (position > 0) targets[i * context + position - 1] = row[position];
            }
        }
    }
}
