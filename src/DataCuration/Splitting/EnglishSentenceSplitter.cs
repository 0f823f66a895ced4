namespace DataCuration;

/// <summary>The sentencizer of spaCy 3.8 (spacy/pipeline/sentencizer.pyx) with its default terminal marks.</summary>
internal sealed unsafe class EnglishSentenceSplitter : SentenceSplitter
{
    private const string Marks =
        "!.?\u0589\u061F\u06D4\u0700\u0701\u0702\u07F9\u0964\u0965\u104A\u104B\u1362\u1367\u1368\u166E\u1735\u1736\u1803\u1809\u1944\u1945\u1AA8" +
        "\u1AA9\u1AAA\u1AAB\u1B5A\u1B5B\u1B5E\u1B5F\u1C3B\u1C3C\u1C7E\u1C7F\u203C\u203D\u2047\u2048\u2049\u2E2E\u2E3C\uA4FF\uA60E\uA60F\uA6F3\uA6F7" +
        "\uA876\uA877\uA8CE\uA8CF\uA92F\uA9C8\uA9C9\uAA5D\uAA5E\uAA5F\uAAF0\uAAF1\uABEB\uFE52\uFE56\uFE57\uFF01\uFF0E\uFF1F\uFF61\u3002\U00010A56" +
        "\U00010A57\U00011047\U00011048\U000110BE\U000110BF\U000110C0\U000110C1\U00011141\U00011142\U00011143\U000111C5\U000111C6\U000111CD\U000111DE" +
        "\U000111DF\U00011238\U00011239\U0001123B\U0001123C\U000112A9\U0001144B\U0001144C\U000115C2\U000115C3\U000115C9\U000115CA\U000115CB\U000115CC" +
        "\U000115CD\U000115CE\U000115CF\U000115D0\U000115D1\U000115D2\U000115D3\U000115D4\U000115D5\U000115D6\U000115D7\U00011641\U00011642\U0001173C" +
        "\U0001173D\U0001173E\U00011A42\U00011A43\U00011A9B\U00011A9C\U00011C41\U00011C42\U00016A6E\U00016A6F\U00016AF5\U00016B37\U00016B38\U00016B44" +
        "\U0001BC9F\U0001DA88";

    private static readonly HashSet<int> LongMarks = [.. Marks.EnumerateRunes().Select(rune => rune.Value).Where(value => value >= 0x80)];

    public override string Name => "english_spacy_3.8";

    internal override WordSplitter Words => WordSplitter.English;

    public override TextSpans Split(ReadOnlyMemory<byte> utf8Text) => Split(utf8Text, WordSplitter.English.Split(utf8Text));

    internal override TextSpans Split(ReadOnlyMemory<byte> utf8Text, TextWords words)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        ReadOnlySpan<int> ranges = words.Ranges;
        var sentences = new RangeBuffer(0);
        bool hasMark = false;
        int start = 0, end = 0;
        fixed (byte* bytes = text)
        {
            for (int i = 0; i <= ranges.Length; i += 2)
            {
                // White space between words is a token, except one blank after a word. At the start, all of it is one.
                int word = i < ranges.Length ? ranges[i] : text.Length, space = end > 0 && end < word && text[end] == ' ' ? end + 1 : end;
                if (space < word)
                {
                    if (hasMark) Close(ref sentences, ref start, space, end, ref hasMark);
                    end = word;
                }
                if (i == ranges.Length) break;
                int length = ranges[i + 1];
                bool isMark = IsMark(bytes + word, length);
                if (hasMark && !isMark && !IsPunctuation(bytes + word, length)) Close(ref sentences, ref start, word, end, ref hasMark);
                else if (isMark) hasMark = true;
                end = word + length;
            }
        }
        if (end > 0) sentences.Add(start, end - start);
        return new(utf8Text, sentences.ToArrayAndReturn());
    }

    private static void Close(ref RangeBuffer sentences, ref int start, int next, int end, ref bool hasMark)
    {
        sentences.Add(start, end - start);
        start = next;
        hasMark = false;
    }

    private static bool IsMark(byte* token, int length)
    {
        if (length == 1) return *token is (byte)'.' or (byte)'!' or (byte)'?';
        if (length > 4 || *token < 0xC2) return false;
        int codePoint = Utf8CodePoints.Decode(token, out int size);
        return size == length && LongMarks.Contains(codePoint);
    }

    private static bool IsPunctuation(byte* token, int length)
    {
        byte* end = token + length;
        while (token < end)
        {
            if (!UnicodePunctuation.Contains(Utf8CodePoints.Decode(token, out int size))) return false;
            token += size;
        }
        return true;
    }
}
