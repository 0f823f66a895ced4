namespace DataCuration;

/// <summary>
/// The substitutions of NLTK 3.8's NLTKWordTokenizer (nltk/tokenize/destructive.py), each as a pass over the text. Substitutions that cannot affect each other
/// share a pass. The second rule for a final full stop is left out: it adds no blank where the first has not.
/// </summary>
internal static unsafe class TreebankRules
{
    /// <summary>Opening quotation marks: «, “, ‘, „ and grave accents; a straight mark at the start.</summary>
    public static bool OpenQuotes(TreebankText from, TreebankText to)
    {
        bool converts = false;
        for (int i = 0; i < from.Length;)
        {
            byte c = from[i];
            int length = MarkLength(from, i, isOpening: true);
            if (i == 0 && c == '"')
            {
                to.AddQuotes((byte)'`', from.PlaceOf(i++));
                converts = true;
            }
            else if (c == '`')
            {
                to.AddBlank(from.PlaceOf(i));
                for (; from[i] == '`' && from[i + 1] == '`'; i += 2) to.AddApart(from, i, 2);
                if (from[i] == '`') to.Add(from, i++, 1);
                to.AddBlank(from.PlaceOf(i - 1));
            }
            else if (length > 0)
            {
                to.AddApart(from, i, length);
                i += length;
            }
            else
            {
                to.Add(from, i++, 1);
            }
        }
        return converts;
    }

    /// <summary>Straight opening marks after a blank or a bracket, and an apostrophe before a word of one letter.</summary>
    public static bool StraightQuotes(TreebankText from, TreebankText to)
    {
        bool converts = false;
        for (int i = 0; i < from.Length;)
        {
            byte c = from[i];
            bool isPair = c == '\'' && from[i + 1] == '\'';
            if (i > 0 && (c == '"' || isPair) && from[i - 1] is (byte)' ' or (byte)'(' or (byte)'[' or (byte)'{' or (byte)'<')
            {
                to.AddQuotes((byte)'`', from.PlaceOf(i));
                i += isPair ? 2 : 1;
                converts = true;
                continue;
            }
            to.Add(from, i++, 1);
            if (c == '\'' && i < from.Length)
            {
                int letter = CharacterAt(from, i, out int size);
                if (IsWord(letter) && Fold(letter) is not ('m' or 't' or 's' or 'd' or 'n') && !IsWordAt(from, i + size)) to.AddBlank(from.PlaceOf(i));
            }
        }
        return converts;
    }

    /// <summary>A final full stop with closing marks after it.</summary>
    public static void FinalStop(TreebankText from, TreebankText to)
    {
        int end = from.Length;
        while (end > 0 && SpaceBefore(from, end) is > 0 and var size) end -= size;
        int stop = end;
        while (stop > 0 && ClosingBefore(from, stop) is > 0 and var size) stop -= size;
        bool isFinal = stop > 1 && from[stop - 1] == '.' && from[stop - 2] != '.';
        to.Add(from, 0, isFinal ? stop - 1 : from.Length);
        if (!isFinal) return;
        to.AddApart(from, stop - 1, 1);
        to.Add(from, stop, end - stop);
        to.AddBlank(from.PlaceOf(stop - 1));
    }

    /// <summary>Commas and colons that no digit follows, ellipses, and signs that are words of their own.</summary>
    public static void Signs(TreebankText from, TreebankText to)
    {
        bool isTaken = false;
        for (int i = 0; i < from.Length;)
        {
            byte c = from[i];
            bool wasTaken = isTaken;
            isTaken = false;
            if (c is (byte)',' or (byte)':')
            {
                bool isLast = i + 1 == from.Length || from[i + 1] == '\n' && i + 2 == from.Length;
                isTaken = !wasTaken && i + 1 < from.Length && !UnicodeFolding.IsDigit(CharacterAt(from, i + 1, out _));
                if (isTaken || isLast) to.AddApart(from, i, 1);
                else to.Add(from, i, 1);
                i++;
            }
            else if (c == '.' && from[i + 1] == '.')
            {
                int dots = i;
                while (from[i] == '.') i++;
                to.AddApart(from, dots, i - dots);
            }
            else if (c is (byte)';' or (byte)'@' or (byte)'#' or (byte)'$' or (byte)'%' or (byte)'&' or (byte)'?' or (byte)'!')
            {
                to.AddApart(from, i++, 1);
            }
            else
            {
                to.Add(from, i++, 1);
            }
        }
    }

    /// <summary>An apostrophe before a blank, brackets, stars and double hyphens. Blanks are added at the ends.</summary>
    public static void Brackets(TreebankText from, TreebankText to)
    {
        to.AddBlank(0);
        for (int i = 0; i < from.Length;)
        {
            byte c = from[i];
            if (c == '\'' && from[i + 1] == ' ' && i > 0 && from[i - 1] != '\'') to.AddBlank(from.PlaceOf(i));
            if (c is (byte)'*' or (byte)'[' or (byte)']' or (byte)'(' or (byte)')' or (byte)'{' or (byte)'}' or (byte)'<' or (byte)'>')
            {
                to.AddApart(from, i++, 1);
            }
            else if (c == '-' && from[i + 1] == '-')
            {
                to.AddApart(from, i, 2);
                i += 2;
            }
            else
            {
                to.Add(from, i++, 1);
            }
        }
        to.AddBlank(from.Length == 0 ? 0 : from.PlaceOf(from.Length - 1));
    }

    /// <summary>Closing quotation marks.</summary>
    public static bool CloseQuotes(TreebankText from, TreebankText to)
    {
        bool converts = false;
        for (int i = 0; i < from.Length;)
        {
            byte c = from[i];
            int length = c == '\'' && from[i + 1] == '\'' ? 2 : MarkLength(from, i, isOpening: false);
            converts |= c == '"';
            if (c == '"') to.AddQuotes((byte)'\'', from.PlaceOf(i));
            else if (length > 0) to.AddApart(from, i, length);
            else to.Add(from, i, 1);
            i += Math.Max(1, length);
        }
        return converts;
    }

    /// <summary>The endings <c>'s</c>, <c>'m</c>, <c>'d</c> and an apostrophe.</summary>
    public static void ShortEndings(TreebankText from, TreebankText to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            if (from[i] == '\'' && i > 0 && from[i - 1] is not ((byte)'\'' or (byte)' ')
                && (from[i + 1] == ' ' || from[i + 2] == ' ' && from[i + 1] is (byte)'s' or (byte)'S' or (byte)'m' or (byte)'M' or (byte)'d' or (byte)'D'))
                to.AddBlank(from.PlaceOf(i));
            to.Add(from, i, 1);
        }
    }

    /// <summary>The endings <c>'ll</c>, <c>'re</c>, <c>'ve</c> and <c>n't</c>.</summary>
    public static void LongEndings(TreebankText from, TreebankText to)
    {
        for (int i = 0; i < from.Length; i++)
        {
            if (i > 0 && from[i + 3] == ' ' && from[i - 1] is not ((byte)'\'' or (byte)' '))
            {
                ReadOnlySpan<byte> ending = from.Bytes.Slice(i, 3);
                if (ending[0] == '\'' ? ending.SequenceEqual("'ll"u8) || ending.SequenceEqual("'LL"u8) || ending.SequenceEqual("'re"u8)
                    || ending.SequenceEqual("'RE"u8) || ending.SequenceEqual("'ve"u8) || ending.SequenceEqual("'VE"u8)
                    : ending.SequenceEqual("n't"u8) || ending.SequenceEqual("N'T"u8)) to.AddBlank(from.PlaceOf(i));
            }
            to.Add(from, i, 1);
        }
    }

    /// <summary>Words that are two: <c>cannot</c>, <c>gonna</c>, <c>'tis</c> and the like.</summary>
    public static void Contractions(TreebankText from, TreebankText to)
    {
        // The rules apply one after the other: a blank that an earlier rule adds makes a later one apply.
        bool isWordBefore = false, mayBeTis = false, mayBeTwas = false;
        for (int i = 0; i < from.Length;)
        {
            int character = CharacterAt(from, i, out int size);
            bool isWord = IsWord(character);
            int split = 0, length = 0;
            if (isWord && !isWordBefore && (length = TwoWords(from, i, out split)) > 0)
            {
                mayBeTis = mayBeTwas = true;
            }
            else if (character == '\'')
            {
                bool isApart = from[i - 1] == ' ';
                if ((isApart || mayBeTis) && (length = Match(from, i, "'t|is", out split)) > 0) (mayBeTis, mayBeTwas) = (false, true);
                else if ((isApart || mayBeTwas) && (length = Match(from, i, "'t|was", out split)) > 0) mayBeTis = mayBeTwas = false;
            }
            if (length > 0)
            {
                to.AddApart(from, i, split);
                to.AddApart(from, i + split, length - split);
                i += length;
                isWordBefore = true;
                continue;
            }
            to.Add(from, i, size);
            i += size;
            isWordBefore = isWord;
            mayBeTis = mayBeTwas = false;
        }
    }

    private static int TwoWords(TreebankText text, int at, out int split)
    {
        split = 0;
        switch (Fold(CharacterAt(text, at, out _)))
        {
            case 'c': return Match(text, at, "can|not", out split);
            case 'd': return Match(text, at, "d|'ye", out split);
            case 'm': return Match(text, at, "more|'n", out split);
            case 'l': return Match(text, at, "lem|me", out split);
            case 'w':
                int wanna = Match(text, at, "wan|na", out split);
                return wanna > 0 && at + wanna < text.Length && Utf8WhiteSpace.LengthAt(text.Bytes, at + wanna) > 0 ? wanna : 0;
            case 'g':
                if (Match(text, at, "gim|me", out split) is var gimme and > 0) return gimme;
                return Match(text, at, "gon|na", out split) is var gonna and > 0 ? gonna : Match(text, at, "got|ta", out split);
            default: return 0;
        }
    }

    /// <summary>Compares without case, as Python does: dotless i and long s are i and s. A word boundary must follow.</summary>
    private static int Match(TreebankText text, int at, string pattern, out int split)
    {
        int start = at;
        split = 0;
        foreach (char c in pattern)
        {
            if (c == '|')
            {
                split = at - start;
                continue;
            }
            if (at >= text.Length || Fold(CharacterAt(text, at, out int size)) != c) return 0;
            at += size;
        }
        return IsWordAt(text, at) ? 0 : at - start;
    }

    private static int Fold(int character) => character switch
    {
        >= 'A' and <= 'Z' => character + 32,
        0x130 or 0x131 => 'i',
        0x17F => 's',
        _ => character,
    };

    private static bool IsWord(int character) => (UnicodeRules.Classify(character) & UnicodeRules.Word) != 0;

    private static bool IsWordAt(TreebankText text, int at) => at < text.Length && IsWord(CharacterAt(text, at, out _));

    private static int CharacterAt(TreebankText text, int at, out int size)
    {
        fixed (byte* bytes = text.Bytes) return Utf8CodePoints.Decode(bytes + at, out size);
    }

    /// <summary>The length of a typographic quotation mark: «, “, ‘, „ or », ”, ’.</summary>
    private static int MarkLength(TreebankText text, int at, bool isOpening)
    {
        if (text[at] == 0xC2) return text[at + 1] == (isOpening ? 0xAB : 0xBB) ? 2 : 0;
        if (text[at] != 0xE2 || text[at + 1] != 0x80) return 0;
        byte last = text[at + 2];
        return (isOpening ? last is 0x9C or 0x98 or 0x9E : last is 0x9D or 0x99) ? 3 : 0;
    }

    private static int SpaceBefore(TreebankText text, int end)
    {
        int at = end - 1;
        while (at > 0 && (sbyte)text[at] <= Utf8CodePoints.LastContinuation) at--;
        return Utf8WhiteSpace.LengthAt(text.Bytes, at);
    }

    private static int ClosingBefore(TreebankText text, int end)
    {
        if (text[end - 1] is (byte)']' or (byte)')' or (byte)'}' or (byte)'>' or (byte)'"' or (byte)'\'' or (byte)' ') return 1;
        if (end >= 2 && MarkLength(text, end - 2, isOpening: false) == 2) return 2;
        return end >= 3 && MarkLength(text, end - 3, isOpening: false) == 3 ? 3 : 0;
    }
}
