using DataCuration.Filters;

namespace DataCuration.Tokenization;

/// <summary>
/// The normal forms of Unicode (Annex 15): NFC, NFD, NFKC and NFKD. Only stretches between characters that no form changes are rewritten, and only if they
/// fail the quick check.
/// </summary>
/// <param name="composes">True for NFC and NFKC.</param>
/// <param name="isCompatible">True for NFKC and NFKD.</param>
internal sealed class UnicodeFormNormalizer(bool composes, bool isCompatible) : TextNormalizer
{
    private readonly byte flag = UnicodeForms.NoFlag(composes, isCompatible);

    [ThreadStatic]
    private static NormalizedPoints? scratch;

    public override bool Keeps(ReadOnlySpan<byte> text) => FindChange(text, 0, out _, out _) < 0;

    public override void Apply(WorkText text)
    {
        ReadOnlySpan<byte> all = text.Text;
        TextBuffer? next = null;
        NormalizedPoints points = scratch ??= new();
        int done = 0;
        for (int at = 0; FindChange(all, at, out int start, out int end) >= 0; at = end)
        {
            next ??= text.Begin();
            next.Append(text.Buffer, done, start - done);
            points.Clear();
            for (int i = start; i < end;)
            {
                points.Add(CodePoints.Decode(all, i, out int length), isCompatible);
                i += length;
            }
            points.Complete(composes);
            foreach (int point in points.Points) next.Append(point, text.Buffer, start, end - start);
            done = end;
        }
        if (next is null) return;
        next.Append(text.Buffer, done, all.Length - done);
        text.Complete();
    }

    /// <summary>Finds the next stretch that may change. Returns a negative number without one.</summary>
    private int FindChange(ReadOnlySpan<byte> text, int from, out int start, out int end)
    {
        UnicodeForms forms = UnicodeForms.Instance;
        int safe = from, lastClass = 0;
        for (int at = from; at < text.Length;)
        {
            if (text[at] < 0x80)
            {
                int ascii = text[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                at = ascii < 0 ? text.Length : at + ascii;
                safe = at - 1;
                lastClass = 0;
                continue;
            }
            int point = CodePoints.Decode(text, at, out int length);
            (byte flags, byte own) = forms.Check(point);
            if ((flags & flag) == 0 && (own == 0 || own >= lastClass))
            {
                if (own == 0) safe = at;
                lastClass = own;
                at += length;
                continue;
            }
            end = at + length;
            while (end < text.Length)
            {
                int next = CodePoints.Decode(text, end, out int nextLength);
                (byte nextFlags, byte nextClass) = forms.Check(next);
                if (nextClass == 0 && (nextFlags & flag) == 0) break;
                end += nextLength;
            }
            start = safe;
            return start;
        }
        (start, end) = (text.Length, text.Length);
        return -1;
    }
}
