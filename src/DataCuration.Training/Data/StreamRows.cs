namespace DataCuration.Training;

/// <summary>The rows of <see cref="PackedRows"/> with their documents.</summary>
/// <remarks>
/// If documents are separate, the end-of-document token before a document is its first input, as in an evaluation: the boundary between two documents is before
/// that token. Without end-of-document tokens, the last token of a document has no target.
/// </remarks>
internal sealed class StreamRows(TokenShards shards, int rowLength, ulong seed, bool separate) : EpochRows
{
    private readonly List<PackedSpan> spans = [];
    private readonly int[] tokens = new int[rowLength + 1];
    private PackedRows rows = new(shards, rowLength, seed);
    private int epoch;

    public override long Count => rows.Count;

    public override long Tokens => rows.Count * rowLength;

    /// <summary>Reads the tokens of a row.</summary>
    public void ReadTokens(long row, int wantedEpoch, Span<int> destination) => Epoch(wantedEpoch).Read(row, destination);

    public override void Read(long row, int wantedEpoch, TrainingRow destination)
    {
        spans.Clear();
        Epoch(wantedEpoch).Read(row, tokens, spans);
        destination.Clear();
        bool byTarget = !separate || shards.EndsDocuments == true;
        foreach (PackedSpan span in spans)
        {
            if (byTarget) AddTargets(span, destination);
            else AddInputs(span, destination);
        }
    }

    // The inputs before each token of the span.
    private void AddTargets(PackedSpan span, TrainingRow destination)
    {
        int first = Math.Max(0, span.Position - 1);
        int length = span.Position + span.Length - 1 - first;
        if (length == 0) return;
        int start = span.Start + first + 1 - span.Position;
        int position = Copy(span.Document, start, first, length, destination);
        Mask(shards, span.Document, start, destination.Weights.Slice(position, length));
    }

    // The tokens of the span. The target of the last one is in the next document.
    private void AddInputs(PackedSpan span, TrainingRow destination)
    {
        int length = Math.Min(span.Length, rowLength - span.Position);
        if (length == 0) return;
        int position = Copy(span.Document, span.Start + 1, span.Position, length, destination);
        bool hasNext = span.Length > length;
        if (!hasNext) destination.Weights[^1] = 0;
        int targets = hasNext ? length : length - 1;
        Mask(shards, span.Document, span.Start + 1, destination.Weights.Slice(position, targets));
    }

    private int Copy(long document, int start, int from, int length, TrainingRow destination)
    {
        int position = destination.Append(document, start, length);
        tokens.AsSpan(from, length).CopyTo(destination.Inputs[position..]);
        tokens.AsSpan(from + 1, length).CopyTo(destination.Targets[position..]);
        return position;
    }

    private PackedRows Epoch(int wanted)
    {
        if (wanted != epoch) rows = new PackedRows(shards, rowLength, seed, wanted);
        epoch = wanted;
        return rows;
    }
}
