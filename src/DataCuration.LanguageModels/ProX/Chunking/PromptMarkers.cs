using System.Buffers;
using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Breaks the markers by which a page could pose as a part of the prompt.</summary>
internal static class PromptMarkers
{
    private static readonly string[] Markers =
        ["[doc]", "[/doc]", "[INST]", "[/INST]", "<<SYS>>", "<</SYS>>", "<s>", "</s>", "<|im_start|>", "<|im_end|>", "<|endoftext|>"];

    private static readonly SearchValues<string> Search = SearchValues.Create(Markers, StringComparison.Ordinal);

    /// <summary>Inserts a blank after the first character of each marker.</summary>
    public static string Break(string text)
    {
        int found = text.AsSpan().IndexOfAny(Search);
        if (found < 0) return text;
        var broken = new StringBuilder(text.Length + 16);
        ReadOnlySpan<char> rest = text;
        for (; found >= 0; found = rest.IndexOfAny(Search))
        {
            broken.Append(rest[..(found + 1)]).Append(' ');
            rest = rest[(found + 1)..];
        }
        return broken.Append(rest).ToString();
    }
}
