using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Removes the name of the site from titles.</summary>
internal static class PageTitles
{
    private const int MaxParts = 8;

    private static readonly SearchValues<string> Separators =
        SearchValues.Create([" | ", " - ", " – ", " — ", " » ", " « ", " :: ", " · ", " • ", " ‹ ", " › ", " ~ "], StringComparison.Ordinal);

    /// <summary>Removes leading or trailing parts that are the site's name or host.</summary>
    /// <param name="title">The title.</param>
    /// <param name="siteName">The name of the site, if known.</param>
    /// <param name="host">The host of the page, if known.</param>
    public static string Clean(string title, string? siteName, string? host)
    {
        for (int i = 0; i < MaxParts; i++)
        {
            int last = LastSeparator(title, out int length);
            if (last > 0 && IsSite(title.AsSpan(last + length), siteName, host)) title = title[..last].Trim();
            else
            {
                int first = title.AsSpan().IndexOfAny(Separators);
                if (first <= 0) break;
                int end = first + SeparatorLength(title, first);
                if (!IsSite(title.AsSpan(0, first), siteName, host) || end >= title.Length) break;
                title = title[end..].Trim();
            }
        }
        return title;
    }

    /// <summary>Returns true if a text is the site's name or host.</summary>
    public static bool IsSite(ReadOnlySpan<char> text, string? siteName, string? host)
    {
        string key = KeyOf(text);
        if (key.Length == 0) return false;
        if (siteName is not null && key == KeyOf(siteName)) return true;
        if (host is null) return false;
        ReadOnlySpan<char> name = host.StartsWith("www.", StringComparison.OrdinalIgnoreCase) ? host.AsSpan(4) : host;
        if (key == KeyOf(name)) return true;
        // "example" of "blog.example.co.uk": any label except the last. Short labels are too ambiguous.
        int last = name.LastIndexOf('.');
        if (last < 0 || key.Length < 4) return false;
        foreach (string label in name[..last].ToString().Split('.'))
            if (key == KeyOf(label)) return true;
        return false;
    }

    /// <summary>Gets the letters and digits of a text in lower case, for comparisons.</summary>
    public static string KeyOf(ReadOnlySpan<char> text)
    {
        var key = new StringBuilder(text.Length);
        foreach (char c in text)
            if (char.IsLetterOrDigit(c)) key.Append(char.ToLowerInvariant(c));
        return key.ToString();
    }

    private static int LastSeparator(string title, out int length)
    {
        int last = -1;
        length = 0;
        for (int from = 0; from < title.Length;)
        {
            int next = title.AsSpan(from).IndexOfAny(Separators);
            if (next < 0) break;
            last = from + next;
            length = SeparatorLength(title, last);
            from = last + 1;
        }
        return last;
    }

    private static int SeparatorLength(string title, int at) => title.IndexOf(' ', at + 1) - at + 1;
}
