namespace DataCuration.Training;

/// <summary>
/// One row of training data: at each position an input token, the token to predict after it, and the weight of that prediction's loss. A row has documents in
/// their order; there are no gaps between them. A row is a buffer that is filled again and again. Not thread-safe.
/// </summary>
public sealed class TrainingRow
{
    private readonly int[] inputs;
    private readonly int[] targets;
    private readonly float[] weights;
    private readonly List<RowDocument> documents = [];

    /// <summary>Creates an empty row.</summary>
    /// <param name="capacity">The maximum number of positions: the model's context length.</param>
    public TrainingRow(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        inputs = new int[capacity];
        targets = new int[capacity];
        weights = new float[capacity];
    }

    /// <summary>The maximum number of positions.</summary>
    public int Capacity => inputs.Length;

    /// <summary>The number of positions in use.</summary>
    public int Length { get; private set; }

    /// <summary>The tokens that the model reads.</summary>
    public Span<int> Inputs => inputs.AsSpan(0, Length);

    /// <summary>The tokens to predict.</summary>
    public Span<int> Targets => targets.AsSpan(0, Length);

    /// <summary>The weights of the predictions in the loss: 1, or 0 for a masked target. A loss is the weighted mean of all predictions of a step.</summary>
    public Span<float> Weights => weights.AsSpan(0, Length);

    /// <summary>The documents of the row.</summary>
    public IReadOnlyList<RowDocument> Documents => documents;

    /// <summary>Removes all positions.</summary>
    public void Clear()
    {
        Length = 0;
        documents.Clear();
    }

    /// <summary>Appends positions of a document.</summary>
    /// <param name="document">The document's number.</param>
    /// <param name="start">The index of the first target in the document.</param>
    /// <param name="length">The number of positions.</param>
    /// <returns>The index of the first new position. Its inputs and targets are undefined until they are set, and its weights are 1.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The row has too little room.</exception>
    public int Append(long document, int start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, Capacity - Length);
        int position = Length;
        documents.Add(new(document, start, position, length));
        Length += length;
        weights.AsSpan(position, length).Fill(1);
        return position;
    }
}
