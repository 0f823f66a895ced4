namespace DataCuration.Training.TorchSharp;

/// <summary>Reads training rows as inputs and targets of batches.</summary>
internal sealed class BatchReader
{
    private readonly MixedRows rows;
    private readonly int vocabularySize;
    private readonly int[] row;

    public BatchReader(TokenMixture tokens, DecoderOptions model, ulong seed)
    {
        rows = new MixedRows(tokens, model.ContextLength, seed);
        vocabularySize = model.VocabularySize;
        row = new int[model.ContextLength + 1];
    }

    /// <summary>Reads consecutive rows.</summary>
    public void Read(long firstRow, Span<long> inputs, Span<long> targets)
    {
        int context = rows.RowLength;
        for (int i = 0; i * context < inputs.Length; i++)
        {
            int part = rows.Read(firstRow + i, row);
            for (int position = 0; position <= context; position++)
            {
                // An index out of range would crash or give garbage on a GPU.
                if ((uint)row[position] >= (uint)vocabularySize)
                {
                    throw new InvalidDataException($"'{rows.Mixture.Parts[part].Shards.Folder}' holds token {row[position]}; the model's "
                        + $"{nameof(DecoderOptions.VocabularySize)} is {vocabularySize}.");
                }
                if (position < context) inputs[i * context + position] = row[position];
                if (position > 0) targets[i * context + position - 1] = row[position];
            }
        }
    }

    /// <summary>Returns the number of epochs over all sets after a number of rows.</summary>
    public double Epochs(long rowsRead) => (double)rowsRead / Enumerable.Range(0, rows.Mixture.Parts.Count).Sum(rows.GetRowsPerEpoch);

    /// <summary>Returns the use of each set after a number of rows.</summary>
    public IReadOnlyList<TrainingSource> Sources(long rowsRead) =>
        [.. rows.Mixture.Parts.Select((part, i) => new TrainingSource
        {
            Folder = part.Shards.Folder,
            Weight = part.Weight,
            TokensSeen = rows.CountRows(i, rowsRead) * rows.RowLength,
            Epochs = (double)rows.CountRows(i, rowsRead) / rows.GetRowsPerEpoch(i),
        })];
}
