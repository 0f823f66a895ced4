namespace DataCuration.Filters;

/// <summary>Finds the encoding that a text was read in by mistake, and reads it again (fix_encoding of ftfy/__init__.py, version 6.3.1).</summary>
internal static class MojibakeEncoding
{
    private const byte First2 = 1, First3 = 2, First4 = 3, Next = 4, LooseNext = 8, FirstMask = 3;

    /// <summary>The encoding of the web for Western languages, in the list of encodings.</summary>
    private const int Windows1252 = 1;

    /// <summary>Characters that the passes over a line may look at, and passes that a line of any length has.</summary>
    private const long Work = 1L << 22, Passes = 16;

    /// <summary>The work that a pass is counted for, however short the text.</summary>
    private const int PassWork = 16;

    private static readonly byte[] Clues = MakeClues();

    /// <summary>
    /// Returns the work for one line. Each pass of ftfy undoes one layer, and there is no limit to them: <c>Ã</c> and a million <c>ƒ</c> take a million passes.
    /// Lines of up to 2,000 characters never meet this limit, since a pass makes a line shorter; longer ones have 16 passes at least.
    /// </summary>
    public static long WorkFor(int length) => Math.Max(Work, Passes * length);

    /// <summary>Repairs a text, until it is no longer bad or no step helps.</summary>
    /// <param name="text">The text as code points.</param>
    /// <param name="options">The steps that are allowed.</param>
    /// <param name="steps">Receives the steps; null if they are not wanted.</param>
    /// <param name="work">The work that is left (<see cref="WorkFor"/>). Without any, the text stays as it is.</param>
    /// <returns>The repaired text; the same array if nothing changed.</returns>
    public static int[] Fix(int[] text, MojibakeRepair options, List<MojibakeStep>? steps, ref long work)
    {
        while (work > 0 && MojibakeBadness.IsBad(text))
        {
            work -= text.Length + PassWork;
            int[] repaired = FixOnce(text, options, steps, ref work);
            if (ReferenceEquals(repaired, text) || repaired.AsSpan().SequenceEqual(text)) return repaired;
            text = repaired;
        }
        return text;
    }

    /// <summary>Replaces control characters of C1 by the characters that Windows has there.</summary>
    public static int[] FixControls(int[] text)
    {
        if (!text.Any(character => character is >= 0x80 and <= 0x9F)) return text;
        string windows = MojibakeTables.Encodings[Windows1252].Characters;
        return [.. text.Select(character => character is >= 0x80 and <= 0x9F ? windows[character - 0x80] : character)];
    }

    private static int[] FixOnce(int[] text, MojibakeRepair options, List<MojibakeStep>? steps, ref long work)
    {
        bool isLatin1 = false;
        for (int i = 0; i < MojibakeTables.Encodings.Length; i++)
        {
            if (MojibakeCodec.Encode(text, i) is not { } bytes) continue;
            string name = MojibakeTables.Encodings[i].Name;
            isLatin1 |= name == "latin-1";
            List<byte> restored = options.RestoreByteA0 && name != "macroman" ? MojibakeCodec.RestoreA0(bytes) : bytes;
            bool isSloppy = name.StartsWith("sloppy", StringComparison.Ordinal);
            List<byte> complete = options.ReplaceLossySequences && isSloppy ? MojibakeCodec.ReplaceLost(restored) : restored;
            bool withVariants = complete.Contains(0xED) || complete.Contains(0xC0);
            int[]? decoded = MojibakeCodec.Decode(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(complete), withVariants);
            if (decoded is null) continue;
            steps?.Add(new("encode", name));
            if (!ReferenceEquals(restored, bytes)) steps?.Add(new("transcode", "restore_byte_a0"));
            if (!ReferenceEquals(complete, restored)) steps?.Add(new("transcode", "replace_lossy_sequences"));
            steps?.Add(new("decode", withVariants ? "utf-8-variants" : "utf-8"));
            return decoded;
        }
        if (options.DecodeInconsistentUtf8 && FixParts(text, options, ref work) is { } inconsistent)
        {
            steps?.Add(new("apply", "decode_inconsistent_utf8"));
            return inconsistent;
        }
        // Latin-1 that was meant as Windows-1252, unless a byte has no character there.
        if (isLatin1 && !text.Any(character => character is 0x81 or 0x8D or 0x8F or 0x90 or 0x9D) && FixControls(text) is var western && western != text)
        {
            steps?.Add(new("encode", "latin-1"));
            steps?.Add(new("decode", "windows-1252"));
            return western;
        }
        int[] controlled = options.FixC1Controls ? FixControls(text) : text;
        if (controlled != text) steps?.Add(new("transcode", "fix_c1_controls"));
        return controlled;
    }

    /// <summary>
    /// Repairs parts that look like UTF-8 (UTF8_DETECTOR_RE of ftfy/chardata.py) inside sound text.
    /// </summary>
    /// <returns>The text; null if nothing changed.</returns>
    private static int[]? FixParts(int[] text, MojibakeRepair options, ref long work)
    {
        List<int>? result = null;
        int copied = 0;
        for (int at = 0; at < text.Length;)
        {
            int length = at > 0 && (Clue(text[at - 1]) & Next) != 0 ? 0 : PartLength(text.AsSpan(at));
            if (length > 0 && length < text.Length && MojibakeBadness.IsBad(text.AsSpan(at, length)))
            {
                int[] part = text[at..(at + length)];
                int[] repaired = Fix(part, options, null, ref work);
                if (!repaired.AsSpan().SequenceEqual(part))
                {
                    result ??= [];
                    result.AddRange(text.AsSpan(copied, at - copied));
                    result.AddRange(repaired);
                    copied = at + length;
                }
            }
            at += Math.Max(1, length);
        }
        if (result is null) return null;
        result.AddRange(text.AsSpan(copied));
        return [.. result];
    }

    private static int PartLength(ReadOnlySpan<int> text)
    {
        int at = 0;
        while (at < text.Length)
        {
            int following = Clue(text[at]) & FirstMask;
            if (following == 0 || at + following >= text.Length) break;
            int next = 1;
            while (next <= following && (Clue(text[at + next]) & (Next | LooseNext)) != 0) next++;
            if (next <= following) break;
            at += next;
        }
        return at;
    }

    private static byte Clue(int character) => character < Clues.Length ? Clues[character] : (byte)0;

    private static byte[] MakeClues()
    {
        byte[] clues = new byte[0x2200];
        foreach (char c in MojibakeTables.FirstOfTwo) clues[c] |= First2;
        foreach (char c in MojibakeTables.FirstOfThree) clues[c] |= First3;
        foreach (char c in MojibakeTables.FirstOfFour) clues[c] |= First4;
        foreach (char c in MojibakeTables.Continuation) clues[c] |= Next;
        foreach (char c in MojibakeTables.LooseContinuation) clues[c] |= LooseNext;
        return clues;
    }
}
