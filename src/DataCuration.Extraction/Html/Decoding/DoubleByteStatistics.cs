namespace DataCuration.Extraction;

/// <summary>Statistics of bytes read in a double-byte encoding.</summary>
/// <param name="Pairs">The number of complete characters beyond ASCII.</param>
/// <param name="Broken">The number of bytes above ASCII that start no valid character.</param>
/// <param name="Common">The number of characters in the rows used by ordinary text: kana and everyday characters.</param>
/// <param name="HighTrails">The number of characters whose second byte is above ASCII.</param>
/// <param name="MinHighTrails">The minimum share of such characters in text of this encoding.</param>
internal readonly record struct DoubleByteStatistics(int Pairs, int Broken, int Common, int HighTrails, double MinHighTrails)
{
    /// <summary>The share of common characters, in [0, 1].</summary>
    public double CommonShare => Pairs == 0 ? 0 : (double)Common / Pairs;

    /// <summary>True if the bytes are plausible in this encoding.</summary>
    public bool IsPlausible => Pairs >= 3 && Broken * 33 <= Pairs && CommonShare >= 0.6 && HighTrails >= MinHighTrails * Pairs;

    /// <summary>Measures bytes. A character cut off at the end is not counted.</summary>
    public static DoubleByteStatistics Measure(ReadOnlySpan<byte> bytes, string encoding)
    {
        int pairs = 0, broken = 0, common = 0, highTrails = 0, kana = 0, korean = 0, ideographs = 0, at = 0;
        while (true)
        {
            int next = bytes[at..].IndexOfNonAscii();
            if (next < 0) break;
            at += next;
            int length = Length(bytes[at..], encoding);
            if (length == 0) break;
            if (length < 0)
            {
                broken++;
                at++;
                continue;
            }
            int lead = bytes[at], trail = length > 1 ? bytes[at + 1] : 0;
            at += length;
            pairs++;
            if (trail >= 0x80) highTrails++;
            if (IsCommon(lead, trail, encoding)) common++;
            if (lead is 0xA4 or 0xA5 && trail >= 0xA1) kana++;
            if (lead >= 0xB0 && trail >= 0xA1)
            {
                ideographs++;
                if (lead <= 0xC8) korean++;
            }
        }
        // Japanese, Korean and simplified Chinese share the plane A1-FE. A third of Japanese text is kana. Hangul fills the rows B0 to C8; everyday Chinese
        // characters fill B0 to D7.
        bool japanese = kana * 6 >= pairs, hangul = korean * 10 >= ideographs * 9 && !japanese;
        if ((encoding == "euc-jp" && !japanese) || (encoding == "euc-kr" && !hangul) || (encoding is "gb18030" && (japanese || hangul))) common = 0;
        return new(pairs, broken, common, highTrails, encoding switch { "euc-jp" or "euc-kr" => 0.99, "gb18030" => 0.9, "big5" => 0.3, _ => 0.35 });
    }

    /// <summary>Gets the length of the character at this position: 0 if it is cut off, -1 if it is invalid.</summary>
    private static int Length(ReadOnlySpan<byte> bytes, string encoding)
    {
        int lead = bytes[0];
        if (encoding == "shift_jis" && lead is >= 0xA1 and <= 0xDF) return 1;
        if (bytes.Length < 2) return 0;
        int trail = bytes[1];
        switch (encoding)
        {
            case "shift_jis":
                return lead is (>= 0x81 and <= 0x9F) or (>= 0xE0 and <= 0xFC) && trail is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFC) ? 2 : -1;
            case "euc-jp":
                if (lead == 0x8E) return trail is >= 0xA1 and <= 0xDF ? 2 : -1;
                if (lead == 0x8F) return bytes.Length < 3 ? 0 : trail >= 0xA1 && bytes[2] >= 0xA1 ? 3 : -1;
                return lead is >= 0xA1 and <= 0xFE && trail is >= 0xA1 and <= 0xFE ? 2 : -1;
            case "euc-kr":
                return lead is >= 0x81 and <= 0xFE && trail is (>= 0x41 and <= 0x5A) or (>= 0x61 and <= 0x7A) or (>= 0x81 and <= 0xFE) ? 2 : -1;
            case "big5":
                return lead is >= 0x81 and <= 0xFE && trail is (>= 0x40 and <= 0x7E) or (>= 0xA1 and <= 0xFE) ? 2 : -1;
            default:
                if (lead is < 0x81 or > 0xFE) return -1;
                if (trail is >= 0x30 and <= 0x39) return bytes.Length < 4 ? 0 : bytes[2] is >= 0x81 and <= 0xFE && bytes[3] is >= 0x30 and <= 0x39 ? 4 : -1;
                return trail is (>= 0x40 and <= 0x7E) or (>= 0x80 and <= 0xFE) ? 2 : -1;
        }
    }

    private static bool IsCommon(int lead, int trail, string encoding) => encoding switch
    {
        // Kana, and level-1 kanji with the marks before them.
        "shift_jis" => lead is 0x81 or 0x82 or 0x83 or (>= 0x88 and <= 0x97),
        "euc-jp" => lead is 0xA1 or 0xA3 or 0xA4 or 0xA5 or (>= 0xB0 and <= 0xCF) && trail >= 0xA1,
        "euc-kr" => lead is 0xA1 or 0xA3 or (>= 0xB0 and <= 0xC8) && trail >= 0xA1,
        "big5" => lead is 0xA1 or (>= 0xA4 and <= 0xC6),
        _ => lead is 0xA1 or 0xA3 or (>= 0xB0 and <= 0xD7) && trail >= 0xA1,
    };
}
