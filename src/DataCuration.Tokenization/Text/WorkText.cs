namespace DataCuration.Tokenization;

/// <summary>
/// A text on its way through normalizers and pre-tokenizers: the current form, the pieces that it is split into, and spare buffers for the next form. Reused
/// for all texts of a thread.
/// </summary>
internal sealed class WorkText
{
    private TextBuffer current = new(), spare = new();
    private List<(int Start, int End)> pieces = [], sparePieces = [];

    /// <summary>Starts and ends of matches, for steps that search.</summary>
    public List<int> Matches { get; } = [];

    /// <summary>Pieces on their way, for steps that search.</summary>
    public List<(int Start, int End, bool IsMatch)> Found { get; } = [];

    /// <summary>The current form.</summary>
    public TextBuffer Buffer => current;

    /// <summary>The current text.</summary>
    public ReadOnlySpan<byte> Text => current.Text;

    /// <summary>The pieces. They do not overlap, and none is empty.</summary>
    public List<(int Start, int End)> Pieces => pieces;

    /// <summary>True if this text starts the original text: nothing is before it.</summary>
    public bool StartsOriginal { get; private set; }

    /// <summary>Starts with a part of an original text.</summary>
    public void Set(ReadOnlySpan<byte> text, int offset, bool tracks)
    {
        current.Set(text, offset, tracks);
        StartsOriginal = offset == 0;
        OnePiece();
    }

    /// <summary>Takes a part of the text alone.</summary>
    public void Slice(WorkText other, int start, int end)
    {
        current.Clear(other.current.Tracks);
        current.Append(other.current, start, end - start);
        StartsOriginal = other.StartsOriginal && (start == 0 || end == start) && (!current.Tracks || current.Origin(0, end - start).Start == 0);
        OnePiece();
    }

    /// <summary>Makes the whole text one piece.</summary>
    public void OnePiece()
    {
        pieces.Clear();
        if (current.Length > 0) pieces.Add((0, current.Length));
    }

    /// <summary>Starts the next form of the text.</summary>
    public TextBuffer Begin()
    {
        spare.Clear(current.Tracks);
        return spare;
    }

    /// <summary>Makes the next form the current one, as one piece.</summary>
    public void Complete()
    {
        (current, spare) = (spare, current);
        OnePiece();
    }

    /// <summary>Starts the next list of pieces.</summary>
    public List<(int Start, int End)> BeginPieces()
    {
        sparePieces.Clear();
        return sparePieces;
    }

    /// <summary>Makes the next list of pieces the current one. Empty pieces are left out.</summary>
    public void CompletePieces()
    {
        (pieces, sparePieces) = (sparePieces, pieces);
        pieces.RemoveAll(static piece => piece.Start >= piece.End);
    }

    /// <summary>Makes the next form and the next list of pieces the current ones.</summary>
    public void CompleteBoth()
    {
        (current, spare) = (spare, current);
        CompletePieces();
    }
}
