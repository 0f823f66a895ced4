using System.Text;

namespace DataCuration.Filters;

/// <summary>The normalization forms of Unicode 14.0.0 (UAX 15) on code points, whatever the runtime's version of Unicode.</summary>
internal static class CodePointNormalization
{
    // The repair of a text normalizes many short lines.
    [ThreadStatic]
    private static NormalizedPoints? scratch;

    /// <summary>Returns the form of a text.</summary>
    /// <returns>The form; the same array if it is the text.</returns>
    public static int[] Normalize(int[] text, NormalizationForm form)
    {
        // Characters below U+0300 are in the form C, and those below U+00A0 in all forms.
        int limit = form == NormalizationForm.FormC ? 0x300 : 0xA0;
        if (text.AsSpan().IndexOfAnyExceptInRange(0, limit - 1) < 0) return text;
        NormalizedPoints points = scratch ??= new();
        points.Clear();
        foreach (int character in text) points.Add(character, form is NormalizationForm.FormKC or NormalizationForm.FormKD);
        points.Complete(form is NormalizationForm.FormC or NormalizationForm.FormKC);
        return points.Points.SequenceEqual(text) ? text : points.Points.ToArray();
    }

    /// <summary>Returns true for a character that neither moves nor joins the one before it. A text of such characters that are normal is normal.</summary>
    public static bool IsInert(int character)
    {
        (byte flags, byte combiningClass) = UnicodeForms.Instance.Check(character);
        return combiningClass == 0 && (flags & UnicodeForms.NoFlag(composes: true, isCompatible: false)) == 0;
    }
}
