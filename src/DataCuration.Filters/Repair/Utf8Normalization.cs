using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Normalizes UTF-8. The text is walked from one safe place to the next: characters with combining class 0 that no form changes and that join no character
/// before them. Only stretches between safe places that fail the quick check of Annex 15, section 9, are decomposed, sorted and composed.
/// </summary>
internal sealed class Utf8Normalization
{
    private readonly TextEdit edit = new();
    private readonly List<int> points = [];
    private readonly List<(int Class, int Order, int Point)> marks = [];
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
            Rewrite(text, safe, end, composes, isCompatible, forms);
            at = safe = end;
            lastClass = 0;
        }
        return edit.Complete(utf8Text);
    }

    private void Rewrite(ReadOnlySpan<byte> text, int start, int end, bool composes, bool isCompatible, UnicodeForms forms)
    {
        points.Clear();
        for (int at = start; at < end;)
        {
            forms.Decompose(AsciiText.Decode(text, at, out int size), isCompatible, points);
            at += size;
        }
        Order(forms);
        if (composes) Compose(forms);
        int used = 0;
        if (encoded.Length < 4 * points.Count) encoded = new byte[4 * points.Count];
        foreach (int point in points) used += new Rune(point).EncodeToUtf8(encoded.AsSpan(used));
        if (!encoded.AsSpan(0, used).SequenceEqual(text[start..end])) edit.Replace(text, start, end, encoded.AsSpan(0, used));
    }

    /// <summary>Sorts marks by their classes, without changing the order of equal ones.</summary>
    private void Order(UnicodeForms forms)
    {
        for (int start = 0; start < points.Count; start++)
        {
            if (forms.ClassOf(points[start]) == 0) continue;
            marks.Clear();
            bool isSorted = true;
            int end = start;
            for (; end < points.Count && forms.ClassOf(points[end]) is > 0 and byte own; end++)
            {
                isSorted &= marks.Count == 0 || marks[^1].Class <= own;
                marks.Add((own, end, points[end]));
            }
            if (!isSorted)
            {
                marks.Sort();
                Span<int> sorted = CollectionsMarshal.AsSpan(points)[start..end];
                for (int i = 0; i < sorted.Length; i++) sorted[i] = marks[i].Point;
            }
            start = end;
        }
    }

    private void Compose(UnicodeForms forms)
    {
        int starter = -1, kept = 0, lastClass = 0;
        for (int i = 0; i < points.Count; i++)
        {
            int point = points[i];
            byte own = forms.ClassOf(point);
            bool isBlocked = kept - 1 > starter && (lastClass >= own || lastClass == 0);
            if (starter >= 0 && !isBlocked && forms.Join(points[starter], point) is > 0 and int joined)
            {
                points[starter] = joined;
                continue;
            }
            if (own == 0) starter = kept;
            lastClass = own;
            points[kept++] = point;
        }
        points.RemoveRange(kept, points.Count - kept);
    }
}
