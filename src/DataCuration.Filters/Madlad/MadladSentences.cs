namespace DataCuration.Filters;

/// <summary>Sentences and characters of MADLAD-400's rules, as in AI2's datamap-rs.</summary>
internal static class MadladSentences
{
    /// <summary>Finds the end of the sentence at an offset: before a run of <c>. ! ?</c> that white space follows.</summary>
    /// <param name="text">The text.</param>
    /// <param name="at">The sentence's start.</param>
    /// <param name="next">The start of the next sentence.</param>
    public static int End(ReadOnlySpan<byte> text, int at, out int next)
    {
        while (at < text.Length)
        {
            int stop = text[at..].IndexOfAny((byte)'.', (byte)'!', (byte)'?');
            if (stop < 0) break;
            int end = at + stop;
            at = end;
            while (at < text.Length && text[at] is (byte)'.' or (byte)'!' or (byte)'?') at++;
            if (at == text.Length || Utf8WhiteSpace.LengthAt(text, at) == 0) continue;
            while (at < text.Length && Utf8WhiteSpace.LengthAt(text, at) is > 0 and var size) at += size;
            next = at;
            return end;
        }
        return next = text.Length;
    }

    /// <summary>Counts digits and <c>{ } + / ( ) &gt;</c>.</summary>
    public static int CountTechnical(ReadOnlySpan<byte> text)
    {
        int count = 0;
        foreach (byte one in text)
            if (one is (>= (byte)'0' and <= (byte)'9') or (byte)'{' or (byte)'}' or (byte)'+' or (byte)'/' or (byte)'(' or (byte)')' or (byte)'>') count++;
        return count;
    }
}
