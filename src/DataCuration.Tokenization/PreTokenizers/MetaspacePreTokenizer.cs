namespace DataCuration.Tokenization;

/// <summary>When <see cref="MetaspacePreTokenizer"/> adds its character before a piece.</summary>
internal enum PrependScheme
{
    Always,
    First,
    Never,
}

/// <summary>Replaces spaces by another character, adds it before pieces, and splits before each of these characters.</summary>
internal sealed class MetaspacePreTokenizer(int replacement, PrependScheme scheme, bool splits) : PreTokenizerStep
{
    public override void Apply(WorkText text)
    {
        TextBuffer next = text.Begin(), buffer = text.Buffer;
        List<(int Start, int End)> pieces = text.BeginPieces();
        Span<byte> mark = stackalloc byte[4];
        mark = mark[..CodePoints.Encode(replacement, mark)];
        bool isFirst = text.StartsOriginal;
        foreach ((int start, int end) in text.Pieces)
        {
            ReadOnlySpan<byte> piece = text.Text[start..end];
            int from = next.Length;
            bool starts = scheme == PrependScheme.Always || (scheme == PrependScheme.First && isFirst && IsAtStart(text, start));
            if (starts && piece[0] != ' ' && !piece.StartsWith(mark)) next.Append(mark, buffer, start, CodePoints.LengthOf(piece[0]));
            int done = 0;
            for (int found; (found = piece[done..].IndexOf((byte)' ')) >= 0; done++)
            {
                next.Append(buffer, start + done, found);
                done += found;
                next.Append(mark, buffer, start + done, 1);
            }
            next.Append(buffer, start + done, piece.Length - done);
            Split(next.Text, from, mark, pieces);
        }
        text.CompleteBoth();
    }

    // The pieces of a text that a normalizer changed know where they come from.
    private static bool IsAtStart(WorkText text, int start) =>
        text.Buffer.Tracks && text.Pieces.Count > 1 ? text.Buffer.Origin(start, start).Start == 0 && start == 0 : start == 0;

    private void Split(ReadOnlySpan<byte> text, int from, ReadOnlySpan<byte> mark, List<(int Start, int End)> pieces)
    {
        while (splits && from < text.Length)
        {
            int first = CodePoints.LengthOf(text[from]);
            int found = text[(from + first)..].IndexOf(mark);
            if (found < 0) break;
            pieces.Add((from, from + first + found));
            from += first + found;
        }
        pieces.Add((from, text.Length));
    }
}
