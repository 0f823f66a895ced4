using System.Text.RegularExpressions;

namespace DataCuration.Selection;

/// <summary>
/// Removes everything before the second chapter of a book: title pages, prefaces and the first chapter, which often have later text by editors
/// (historical-perspectival-lm drops the first chapter).
/// </summary>
/// <remarks>
/// A chapter begins with a line of the word "Chapter" and a number: in digits, as a Roman numeral or as a word from "one" to "twenty". Case does not matter,
/// and a title may follow after a full stop, a colon or a dash. A line of a table of contents counts only if a paragraph of text follows before the next
/// heading. A document with fewer than two chapters is not changed.
/// </remarks>
public sealed partial class FirstChapterRemover : DocumentTransform
{
    /// <summary>The minimum length of a chapter in characters (UTF-16 units). A shorter one is a line of a table of contents.</summary>
    private const int MinChapterChars = 200;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        string text = document.Text;
        int chapters = 0;
        for (Match heading = Heading().Match(text); heading.Success;)
        {
            Match next = heading.NextMatch();
            int end = next.Success ? next.Index : text.Length;
            if (end - heading.Index >= MinChapterChars && ++chapters == 2) return StageResult.Replace(document.WithText(text[heading.Index..]));
            heading = next;
        }
        return StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }

    [GeneratedRegex("^[ \\t]*chapter[ \\t]+(?:the[ \\t]+)?(?:[0-9]{1,3}|[ivxlc]{1,8}|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|"
        + "fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|first|second|third)[ \\t]*(?:[.:\u2013\u2014-][^\\n]{0,120})?\\r?$",
        RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex Heading();
}
