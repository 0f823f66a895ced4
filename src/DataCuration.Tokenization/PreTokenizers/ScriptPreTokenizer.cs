namespace DataCuration.Tokenization;

/// <summary>
/// Splits where the script changes. Hiragana and Katakana count as Han; a space has the script of its neighbours, as in SentencePiece's trainer.
/// </summary>
internal sealed class ScriptPreTokenizer : PreTokenizerStep
{
    private const int Any = -1, Nothing = -2, LongVowel = 0x30FC;

    public override void Apply(WorkText text)
    {
        List<(int Start, int End)> next = text.BeginPieces();
        foreach ((int start, int end) in text.Pieces)
        {
            int from = start, last = Nothing;
            for (int at = start; at < end;)
            {
                int script = ScriptOf(CodePoints.Decode(text.Text, at, out int length));
                if (script != Any)
                {
                    if (last != script && at > start && last != Nothing)
                    {
                        next.Add((from, at));
                        from = at;
                    }
                    // Spaces before the first script are dropped, as in the reference: no piece starts with them.
                    if (last == Nothing) from = at;
                    last = script;
                }
                at += length;
            }
            if (last != Nothing) next.Add((from, end));
        }
        text.CompletePieces();
    }

    private static int ScriptOf(int point)
    {
        UnicodeScriptTable table = UnicodeScriptTable.Instance;
        table.TryFind("Han", out int han);
        table.TryFind("Hiragana", out int hiragana);
        table.TryFind("Katakana", out int katakana);
        int script = table.ScriptOf(point);
        // The reference has the scripts of Unicode 9, and code points without one count as spaces.
        if (point == ' ' || script == UnicodeScriptTable.Unknown || !UnicodeAges.IsAssignedIn(9, point)) return Any;
        return point == LongVowel || script == hiragana || script == katakana ? han : script;
    }
}
