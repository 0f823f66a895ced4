using System.Text;

namespace DataCuration.Selection;

/// <summary>
/// A name in the form that is compared: lower case without marks, its words in ordinal order, one space between them. "Melville, Herman" and "Herman Melville"
/// have one form, and so have "Brontë" and "Bronte".
/// </summary>
internal readonly struct NameForm
{
    private readonly byte[] counts;

    private NameForm(string text, byte[] counts) => (Text, this.counts) = (text, counts);

    public string Text { get; }

    public static NameForm Of(string name)
    {
        var words = new StringBuilder();
        foreach (Rune rune in WithoutMarks(name).EnumerateRunes())
        {
            if (Rune.IsLetterOrDigit(rune)) words.Append(rune.ToString());
            else if (rune.Value is not ('\'' or '’')) words.Append(' ');
        }
        string[] parts = words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries);
        Array.Sort(parts, StringComparer.Ordinal);
        string text = string.Join(' ', parts);
        byte[] counts = new byte[32];
        foreach (char one in text)
            if (counts[one & 31] < byte.MaxValue) counts[one & 31]++;
        return new(text, counts);
    }

    // Not string.Normalize: without ICU it does nothing beyond ASCII.
    private static string WithoutMarks(string name)
    {
        byte[] text = Encoding.UTF8.GetBytes(name), form = new byte[TextForms.MaxLength(text.Length)];
        return Encoding.UTF8.GetString(form, 0, TextForms.Simplify(text, form, TextSimplification.Lowercase | TextSimplification.Diacritics));
    }

    /// <summary>Returns a score that <see cref="NameSimilarity.Score"/> does not exceed, from the numbers of characters alone.</summary>
    public double LargestScore(NameForm other)
    {
        if (Text.Length > byte.MaxValue || other.Text.Length > byte.MaxValue) return 100;
        int common = 0;
        for (int i = 0; i < counts.Length; i++) common += Math.Min(counts[i], other.counts[i]);
        return 200.0 * common / (Text.Length + other.Text.Length);
    }
}
