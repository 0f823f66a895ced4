namespace DataCuration.Tokenization;

/// <summary>Adds a space before pieces if wanted, splits them by GPT-2's pattern if wanted, and spells bytes by the characters of the vocabulary.</summary>
/// <param name="addsSpace">True to add a space before pieces that start with none.</param>
/// <param name="splitter">Splits pieces; null to leave them whole.</param>
/// <param name="maps">False if the model takes bytes as they are.</param>
internal sealed class ByteLevelPreTokenizer(bool addsSpace, PreTokenizerStep? splitter, bool maps) : PreTokenizerStep
{
    public override void Apply(WorkText text)
    {
        if (addsSpace) AddSpaces(text);
        splitter?.Apply(text);
        if (maps) Map(text);
    }

    private static void AddSpaces(WorkText text)
    {
        TextBuffer next = text.Begin();
        List<(int Start, int End)> pieces = text.BeginPieces();
        foreach ((int start, int end) in text.Pieces)
        {
            int from = next.Length;
            byte first = text.Text[start];
            if (first != ' ') next.Append(" "u8, text.Buffer, start, CodePoints.LengthOf(first));
            next.Append(text.Buffer, start, end - start);
            pieces.Add((from, next.Length));
        }
        text.CompleteBoth();
    }

    private static void Map(WorkText text)
    {
        TextBuffer next = text.Begin();
        List<(int Start, int End)> pieces = text.BeginPieces();
        foreach ((int start, int end) in text.Pieces)
        {
            int from = next.Length;
            for (int at = start; at < end; at++) next.Append(ByteAlphabet.PointOf(text.Text[at]), text.Buffer, at, 1);
            pieces.Add((from, next.Length));
        }
        text.CompleteBoth();
    }
}
