namespace DataCuration;

/// <summary>The steps of normal forms, each as a pass over a text in valid UTF-8.</summary>
internal static unsafe class SimplifySteps
{
    private static readonly string[] WeekdayNames = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    private static readonly string[] MonthNames =
        ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"];

    private static readonly bool[] Signs = MakeSigns();
    private static readonly bool[] NewsCopySigns = MakeSet("\"#$%&\\()*+/:;<=>@[\\]^_`{|}~.?,!'");

    /// <summary>Applies steps of datatrove's normal form.</summary>
    public static int Apply(ReadOnlySpan<byte> text, Span<byte> target, Span<byte> buffer, TextSimplification steps)
    {
        text.CopyTo(target);
        Span<byte> from = target, to = buffer;
        int length = text.Length;
        if (steps.HasFlag(TextSimplification.Lowercase)) Next(LowerText.Write(from[..length], to), ref from, ref to, out length);
        if (steps.HasFlag(TextSimplification.Numbers)) Next(ReplaceNumbers(from[..length], to), ref from, ref to, out length);
        if (steps.HasFlag(TextSimplification.Weekdays)) Next(ReplaceNames(from[..length], to, WeekdayNames, "WEEKDAY"u8), ref from, ref to, out length);
        if (steps.HasFlag(TextSimplification.Months)) Next(ReplaceNames(from[..length], to, MonthNames, "MONTH"u8), ref from, ref to, out length);
        if (steps.HasFlag(TextSimplification.Punctuation)) Next(BlankPunctuation(from[..length], to), ref from, ref to, out length);
        if (steps.HasFlag(TextSimplification.WhiteSpace)) Next(CollapseSpace(from[..length], to), ref from, ref to, out length);
        if (steps.HasFlag(TextSimplification.Diacritics)) Next(RemoveMarks(from[..length], to), ref from, ref to, out length);
        ReadOnlySpan<byte> trimmed = Trim(from[..length]);
        trimmed.CopyTo(target);
        return trimmed.Length;
    }

    /// <summary>Returns true for a character of datatrove's PUNCTUATION.</summary>
    public static bool IsPunctuation(int codePoint) => codePoint < 0x10000 && Signs[codePoint];

    /// <summary>Removes white space from both ends.</summary>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        int start = 0;
        while (start < text.Length && Utf8WhiteSpace.LengthAt(text, start) is > 0 and var size) start += size;
        return text[start..TextSpans.TrimEnd(text, start, text.Length)];
    }

    /// <summary>Writes numbers as 0.</summary>
    private static int ReplaceNumbers(ReadOnlySpan<byte> text, Span<byte> target)
    {
        fixed (byte* source = text)
        {
            int to = 0;
            for (int at = 0; at < text.Length;)
            {
                int codePoint = Utf8CodePoints.Decode(source + at, out int size);
                if (UnicodeFolding.IsDigit(codePoint))
                {
                    at = SimplifiedText.SkipNumber(source, at + size, text.Length);
                    target[to++] = (byte)'0';
                    continue;
                }
                for (int i = 0; i < size; i++) target[to++] = source[at++];
            }
            return to;
        }
    }

    private static int ReplaceNames(ReadOnlySpan<byte> text, Span<byte> target, string[] names, ReadOnlySpan<byte> replacement)
    {
        int to = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = 0;
            if (text[at] is >= (byte)'a' and <= (byte)'z')
                foreach (string name in names) if (StartsWith(text[at..], name)) length = name.Length;
            if (length == 0)
            {
                target[to++] = text[at++];
                continue;
            }
            replacement.CopyTo(target[to..]);
            to += replacement.Length;
            at += length;
        }
        return to;
    }

    private static int BlankPunctuation(ReadOnlySpan<byte> text, Span<byte> target)
    {
        fixed (byte* source = text)
        {
            int to = 0;
            for (int at = 0; at < text.Length;)
            {
                int codePoint = Utf8CodePoints.Decode(source + at, out int size);
                if (IsPunctuation(codePoint))
                {
                    target[to++] = (byte)' ';
                    at += size;
                    continue;
                }
                for (int i = 0; i < size; i++) target[to++] = source[at++];
            }
            return to;
        }
    }

    /// <summary>Writes runs of white space as one blank, without those at the ends.</summary>
    public static int CollapseSpace(ReadOnlySpan<byte> text, Span<byte> target)
    {
        text = Trim(text);
        int to = 0;
        for (int at = 0; at < text.Length;)
        {
            int space = Utf8WhiteSpace.LengthAt(text, at);
            if (space == 0)
            {
                target[to++] = text[at++];
                continue;
            }
            while (space > 0)
            {
                at += space;
                space = Utf8WhiteSpace.LengthAt(text, at);
            }
            target[to++] = (byte)' ';
        }
        return to;
    }

    /// <summary>Writes the canonical decomposition without nonspacing marks.</summary>
    private static int RemoveMarks(ReadOnlySpan<byte> text, Span<byte> target)
    {
        Span<int> folded = stackalloc int[UnicodeFolding.MaxLength];
        fixed (byte* source = text, result = target)
        {
            byte* to = result;
            for (int at = 0; at < text.Length;)
            {
                int codePoint = Utf8CodePoints.Decode(source + at, out int size);
                int count = UnicodeFolding.Fold(codePoint, folded);
                for (int i = 0; i < count; i++) to += Utf8CodePoints.Encode(folded[i], to);
                at += size;
            }
            return (int)(to - result);
        }
    }

    /// <summary>Writes digits of all scripts as 0 and removes punctuation, symbols and control characters, in place.</summary>
    public static int ReplaceDigitsAndRemoveSigns(Span<byte> text)
    {
        fixed (byte* source = text)
        {
            int to = 0;
            for (int at = 0; at < text.Length;)
            {
                int codePoint = Utf8CodePoints.Decode(source + at, out int size);
                if (UnicodeFolding.IsDigit(codePoint)) source[to++] = (byte)'0';
                else if (!UnicodeOther.Contains(codePoint)) for (int i = 0; i < size; i++) source[to++] = source[at + i];
                at += size;
            }
            return to;
        }
    }

    /// <summary>Removes the punctuation of ASCII (Python's <c>string.punctuation</c>).</summary>
    public static int RemoveAsciiSigns(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int to = 0;
        foreach (byte c in text) if (c >= 0x7F || c <= ' ' || char.IsAsciiLetterOrDigit((char)c)) target[to++] = c;
        return to;
    }

    /// <summary>Writes the form of NEWS-COPY.</summary>
    public static int NewsCopy(ReadOnlySpan<byte> text, Span<byte> target)
    {
        int to = 0;
        for (int at = 0; at < text.Length; at++)
        {
            byte c = text[at];
            if (c == '-' && at + 1 < text.Length && text[at + 1] == '\n') at++;
            else if (c == '\n') target[to++] = (byte)' ';
            else if (c < 0x80 && !NewsCopySigns[c]) target[to++] = c;
        }
        return to;
    }

    private static void Next(int written, ref Span<byte> from, ref Span<byte> to, out int length)
    {
        length = written;
        Span<byte> other = from;
        from = to;
        to = other;
    }

    private static bool StartsWith(ReadOnlySpan<byte> text, string name)
    {
        if (text.Length < name.Length) return false;
        for (int i = 0; i < name.Length; i++) if (text[i] != name[i]) return false;
        return true;
    }

    private static bool[] MakeSigns()
    {
        bool[] signs = MakeSet(SimplifiedText.AsciiPunctuation + SimplifiedText.OtherPunctuation + "\uFF11");
        for (int c = 0; c < 160; c++) if (c < ' ' && c is not ('\t' or '\n') || c >= 127) signs[c] = true;
        return signs;
    }

    private static bool[] MakeSet(string characters)
    {
        bool[] set = new bool[0x10000];
        foreach (char c in characters) set[c] = true;
        return set;
    }
}
