using System.Text;

namespace DataCuration.Extraction;

/// <summary>Reads the article body of structured data. Depending on the site it is HTML, escaped HTML or plain text.</summary>
internal static class ArticleBodies
{
    /// <summary>
    /// Converts the article body to HTML, with a paragraph per line of plain text. Character references are kept, since sites use them in plain text too.
    /// </summary>
    public static byte[] ToHtml(string body)
    {
        if (!IsMarkup(body) && body.Contains("&lt;", StringComparison.Ordinal) && HtmlText.Decode(Encoding.UTF8.GetBytes(body)) is var decoded
                && IsMarkup(decoded))
            body = decoded;
        if (IsMarkup(body)) return Encoding.UTF8.GetBytes(body);
        var html = new StringBuilder(body.Length + 64);
        foreach (ReadOnlySpan<char> line in body.AsSpan().EnumerateLines())
        {
            ReadOnlySpan<char> text = line.Trim();
            if (text.IsEmpty) continue;
            html.Append("<p>");
            int begin = html.Length;
            html.Append(text).Replace("<", "&lt;", begin, text.Length).Append("</p>");
        }
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    private static bool IsMarkup(string text)
    {
        foreach (string sign in (ReadOnlySpan<string>)["</", "<p>", "<p ", "<br", "<div"])
            if (text.Contains(sign, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}
