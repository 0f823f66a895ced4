namespace DataCuration.Extraction;

/// <summary>Counts the words, letters and marks of a block while its text is written.</summary>
internal struct TextCounts
{
    private int halfWords;
    private int capitals;
    private int stops;
    private int commas;
    private int digits;
    private int letters;
    private int signs;
    private bool inWord;
    private bool endsSentence;

    /// <summary>The number of words so far. Two ideographs count as one.</summary>
    public readonly int Words => (halfWords + 1) / 2;

    /// <summary>Ends the current word.</summary>
    public void EndWord() => inWord = false;

    /// <summary>Counts a character.</summary>
    public void Add(CharacterKind kind)
    {
        switch (kind)
        {
            case CharacterKind.Letter:
                if (!inWord) halfWords += 2;
                letters++;
                inWord = true;
                endsSentence = false;
                break;
            case CharacterKind.Capital:
                if (!inWord)
                {
                    halfWords += 2;
                    capitals++;
                }
                letters++;
                inWord = true;
                endsSentence = false;
                break;
            case CharacterKind.Digit:
                if (!inWord) halfWords += 2;
                digits++;
                inWord = true;
                endsSentence = false;
                break;
            case CharacterKind.Stop:
                stops++;
                inWord = false;
                endsSentence = true;
                break;
            case CharacterKind.Comma:
                commas++;
                inWord = endsSentence = false;
                break;
            case CharacterKind.Sign:
                signs++;
                inWord = endsSentence = false;
                break;
            default:
                inWord = false;
                break;
        }
    }

    /// <summary>Counts an ideograph or kana: half a word.</summary>
    public void AddIdeograph()
    {
        halfWords++;
        letters += 2;
        inWord = endsSentence = false;
    }

    /// <summary>Passes a sign that has no meaning of its own, in running text. Apostrophes do not end a word, and quotes do not begin a sentence.</summary>
    public void Pass(byte sign)
    {
        inWord &= sign is (byte)'\'' or (byte)'-';
        endsSentence &= sign is (byte)'"' or (byte)'\'' or (byte)')';
    }

    /// <summary>Writes the counts into a block.</summary>
    public readonly void CopyTo(ref PageBlock block) =>
        (block.Words, block.Capitals, block.Stops, block.Commas, block.Digits, block.Letters, block.Signs, block.EndsSentence) =
            (Words, capitals, stops, commas, digits, letters, signs, endsSentence);
}
