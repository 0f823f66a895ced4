using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Normalizes UTF-8. The text is walked from one safe place to the next: characters with combining class 0 that no form changes and that join no character
/// before them. Only stretches between safe places that fail the quick check of Annex 15, section 9, are decomposed, sorted and composed.
/// </summary>
internal sealed class Utf8Normalization
{
    private readonly TextEdit edit = new();
    private readonly NormalizedPoints points = new();
    private byte[] encoded = new byte[256];

    public ReadOnlyMemory<byte> Normalize(ReadOnlyMemory<byte> utf8Text, NormalizationForm form)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        bool composes = form is NormalizationForm.FormC or NormalizationForm.FormKC, isCompatible = form is NormalizationForm.FormKC
            or NormalizationForm.FormKD;
        byte noFlag = UnicodeForms.NoFlag(composes, isCompatible);
        UnicodeForms forms = UnicodeForms.Instance;
        edit.Clear();
        int safe = 0; // the start of the last safe character
        int lastClass = 0;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] < 0x80)
            {
                int ascii = text[at..].IndexOfAnyExceptInRange((byte)0, (byte)0x7F);
                at = ascii < 0 ? text.Length : at + ascii;
                safe = at - 1;
                lastClass = 0;
                continue;
            }
            int point = AsciiText.Decode(text, at, out int size);
            (byte flags, byte ownClass) = forms.Check(point);
            if ((flags & noFlag) == 0 && (ownClass == 0 || ownClass >= lastClass))
            {
                if (ownClass == 0) safe = at;
                lastClass = ownClass;
                at += size;
                continue;
            }
            int end = at + size;
            while (end < text.Length)
            {
                int next = AsciiText.Decode(text, end, out int nextSize);
                (byte nextFlags, byte nextClass) = forms.Check(next);
                if (nextClass == 0 && (nextFlags & noFlag) == 0) break;
                end += nextSize;
            }
            Rewrite(text, safe, end, composes, isCompatible);
            at = safe = end;
            lastClass = 0;
        }
        return edit.Complete(utf8Text);
    }

    private void Rewrite(ReadOnlySpan<byte> text, int start, int end, bool composes, bool isCompatible)
    {
        points.Clear();
        for (int at = start; at < end;)
        {
            points.Add(AsciiText.Decode(text, at, out int size), isCompatible);
            at += size;
        }
        points.Complete(composes);
        int used = 0;
        if (encoded.Length < 4 * points.Points.Length) encoded = new byte[4 * points.Points.Length];
        foreach (int point in points.Points) used += new Rune(point).EncodeToUtf8(encoded.AsSpan(used));
        if (!encoded.AsSpan(0, used).SequenceEqual(text[start..end])) edit.Replace(text, start, end, encoded.AsSpan(0, used));
    }
}
