using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Puts corrected passages into their text, and moves offsets with them.</summary>
internal static class CorrectedText
{
    /// <summary>Replaces passages. The text between them stays.</summary>
    /// <param name="text">The text.</param>
    /// <param name="passages">The passages, in order.</param>
    /// <param name="replacements">The text of each passage; null to leave it as it is.</param>
    /// <param name="offsets">
    /// Ascending offsets in the text. They are replaced by those of the same places in the result. An offset inside of a replaced passage moves to the word
    /// with the same number, so it is approximate if words were joined or divided before it.
    /// </param>
    public static string Assemble(string text, IReadOnlyList<Range> passages, IReadOnlyList<string?> replacements, Span<int> offsets)
    {
        var result = new StringBuilder(text.Length);
        int at = 0, moved = 0;
        for (int i = 0; i < passages.Count; i++)
        {
            int start = passages[i].Start.Value, end = passages[i].End.Value;
            for (; moved < offsets.Length && offsets[moved] <= start; moved++) offsets[moved] += result.Length - at;
            result.Append(text, at, start - at);
            string passage = text[start..end], replacement = replacements[i] ?? passage;
            for (; moved < offsets.Length && offsets[moved] < end; moved++)
            {
                int inside = offsets[moved] - start;
                offsets[moved] = result.Length + (replacements[i] is null ? inside : SamePlace(passage, inside, replacement));
            }
            result.Append(replacement);
            at = end;
        }
        for (; moved < offsets.Length; moved++) offsets[moved] += result.Length - at;
        return result.Append(text, at, text.Length - at).ToString();
    }

    private static int SamePlace(string passage, int offset, string replacement)
    {
        int words = 0;
        for (int i = 0; i < offset; i++)
            if (StartsWord(passage, i)) words++;
        for (int i = 0; i < replacement.Length; i++)
            if (StartsWord(replacement, i) && words-- == 0) return i;
        return replacement.Length;
    }

    private static bool StartsWord(string text, int at) => !char.IsWhiteSpace(text[at]) && (at == 0 || char.IsWhiteSpace(text[at - 1]));
}
