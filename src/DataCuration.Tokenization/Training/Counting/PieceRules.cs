namespace DataCuration.Tokenization;

/// <summary>The rules by which the texts of a training become pieces: those of a tokenizer, whose model merges inside pieces only.</summary>
/// <param name="pipeline">The steps of the tokenizer.</param>
/// <param name="identity">Names the tokenizer in fingerprints.</param>
/// <param name="maxBytes">Longer pieces are cut, at characters.</param>
internal sealed class PieceRules(TokenizerPipeline pipeline, string identity, int maxBytes)
{
    private const int Mark = 0x2581;

    /// <summary>
    /// True to cut pieces further, as SentencePiece does by default: before U+2581, its sign of a space, between letters, numbers and other characters, and
    /// at line breaks. Its models often have no pre-tokenizer, so that a text is one piece.
    /// </summary>
    public bool CutsAtMarks { get; init; }

    /// <summary>Writes the rules into a fingerprint.</summary>
    public void Describe(FingerprintWriter writer)
    {
        writer.Add("tokenizer", identity);
        writer.Add("max_piece_bytes", maxBytes);
        writer.Add("cuts_at_marks", CutsAtMarks);
    }

    /// <summary>Lists the pieces of a text.</summary>
    /// <param name="text">Valid UTF-8.</param>
    /// <param name="scratch">Memory.</param>
    /// <param name="receive">Receives the pieces.</param>
    public void Split(ReadOnlySpan<byte> text, EncodeScratch scratch, TokenizerPipeline.ReceivePiece receive)
    {
        if (CutsAtMarks) pipeline.Split(text, scratch, piece => CutAtMarks(piece, receive));
        else pipeline.Split(text, scratch, piece => Cut(piece, receive));
    }

    private void CutAtMarks(ReadOnlySpan<byte> piece, TokenizerPipeline.ReceivePiece receive)
    {
        int start = 0, last = Mark;
        for (int at = 0; at < piece.Length;)
        {
            int point = CodePoints.Decode(piece, at, out int length);
            int kind = point == Mark ? Mark : KindOf(WordClasses.Of(point));
            if (at > start && kind != last && last != Mark)
            {
                Cut(piece[start..at], receive);
                start = at;
            }
            last = kind;
            at += length;
        }
        Cut(piece[start..], receive);
    }

    private static int KindOf(int classes) => (classes & (WordClasses.Letter | WordClasses.Mark)) != 0 ? WordClasses.Letter
        : classes & (WordClasses.Number | WordClasses.Break);

    private void Cut(ReadOnlySpan<byte> piece, TokenizerPipeline.ReceivePiece receive)
    {
        while (piece.Length > maxBytes)
        {
            int end = maxBytes;
            while (end > 0 && (piece[end] & 0xC0) == 0x80) end--;
            if (end == 0) end = maxBytes;
            receive(piece[..end]);
            piece = piece[end..];
        }
        if (!piece.IsEmpty) receive(piece);
    }
}
