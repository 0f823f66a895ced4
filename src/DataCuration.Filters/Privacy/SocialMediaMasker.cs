using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Replaces the handles and links of social media posts: <c>@name</c> by <c>@user</c> and addresses by <c>URL</c>. Mentions in posts identify people, and links
/// are shortened by the site to characters that mean nothing.
/// </summary>
/// <remarks>
/// A handle is an at sign, not inside a word, with ASCII letters, digits and underscores after it, perhaps with a host (<c>@name@example.org</c>). So an e-mail
/// address is no handle. Addresses have a scheme, or begin with <c>www.</c> or <c>pic.twitter.com/</c>. Masking is idempotent with the default masks.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// await Corpus.FromJsonl("posts/*.jsonl").Pipe(new SocialMediaMasker { RemovesRepostMarks = true }).WriteJsonlAsync("masked", run);
/// </code>
/// </example>
public sealed class SocialMediaMasker : DocumentTransform
{
    /// <summary>Part of the fingerprint. Increase it when the same text gives other finds.</summary>
    private const int RulesVersion = 4;

    private readonly byte[] user = [.. "@user"u8];
    private readonly byte[] url = [.. "URL"u8];

    /// <summary>The text that replaces a handle.</summary>
    /// <value>Not empty; default <c>@user</c> (our choice, the form that public data sets of tweets use).</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string UserMask { get => Encoding.UTF8.GetString(user); init => user = Encode(value); }

    /// <summary>The text that replaces a link.</summary>
    /// <value>Not empty; default <c>URL</c> (our choice).</value>
    /// <exception cref="ArgumentException">The value is empty.</exception>
    public string UrlMask { get => Encoding.UTF8.GetString(url); init => url = Encode(value); }

    /// <summary>True to remove the mark of a repost, <c>RT @name:</c>, at the start of a text. Then a repost equals its original.</summary>
    /// <value>Default false.</value>
    public bool RemovesRepostMarks { get; init; }

    /// <summary>Masks a text.</summary>
    /// <param name="text">The text.</param>
    public string Mask(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return Encoding.UTF8.GetString(Mask(Encoding.UTF8.GetBytes(text), new TextEdit()).Span);
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        return TextEdit.ResultOf(document, Mask(document.Utf8Text, context.Scratch<TextEdit>()));
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", RulesVersion);
        writer.Add(nameof(UserMask), UserMask);
        writer.Add(nameof(UrlMask), UrlMask);
        writer.Add(nameof(RemovesRepostMarks), RemovesRepostMarks);
    }

    private ReadOnlyMemory<byte> Mask(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        edit.Clear();
        int at = 0;
        if (RemovesRepostMarks)
        {
            for (int end; (end = RepostEnd(text, at)) > at; at = end)
            {
            }
            edit.Remove(text, 0, at);
        }
        while (at < text.Length)
        {
            int end = at;
            if (text[at] == '@')
            {
                // A second at sign, or one inside a word, belongs to something else.
                if (!AsciiText.IsWordBefore(text, at) && AsciiText.At(text, at - 1) != '@') end = HandleEnd(text, at);
                if (end > at) ReplaceUnlessEqual(edit, text, at, end, user);
            }
            else if (AsciiText.IsLetter(text[at]))
            {
                bool isLink = !AsciiText.IsWordBefore(text, at) && IsLink(text, at, out end);
                if (isLink) ReplaceUnlessEqual(edit, text, at, end, url);
                else
                    for (end = at + 1; end < text.Length && AsciiText.IsLetterOrDigit(text[end]); end++)
                    {
                    }
            }
            at = end > at ? end : at + 1;
        }
        return edit.Complete(utf8Text);
    }

    private static void ReplaceUnlessEqual(TextEdit edit, ReadOnlySpan<byte> text, int start, int end, byte[] mask)
    {
        if (!text[start..end].SequenceEqual(mask)) edit.Replace(text, start, end, mask);
    }

    private static bool IsLink(ReadOnlySpan<byte> text, int at, out int end)
    {
        if (UrlScanner.TryFind(text, at, out end)) return true;
        ReadOnlySpan<byte> rest = text[at..];
        int prefix = rest.StartsWith("www."u8) || rest.StartsWith("WWW."u8) ? 4 : rest.StartsWith("pic.twitter.com/"u8) ? 16 : 0;
        if (prefix == 0) return false;
        end = UrlScanner.EndOf(text, at);
        return end > at + prefix;
    }

    /// <summary>
    /// Returns the end of the handle whose at sign is at an offset; the offset itself without one. Handles and hosts that follow without a space belong to it.
    /// </summary>
    private static int HandleEnd(ReadOnlySpan<byte> text, int at)
    {
        int end = at;
        while (AsciiText.At(text, end) == '@')
        {
            int next = NameEnd(text, end + 1);
            if (next == end + 1) break;
            // The rest of a host: more labels of ASCII. A mask would become one if a link follows, so the host ends before a label of other letters.
            while (end > at && AsciiText.At(text, next) is (byte)'.' or (byte)'-' && NameEnd(text, next + 1) is var label && label > next + 1
                && !AsciiText.IsWordAt(text, label)) next = label;
            if (AsciiText.IsWordAt(text, next)) break;
            end = next;
        }
        return end;
    }

    private static int NameEnd(ReadOnlySpan<byte> text, int from)
    {
        int end = from;
        while (end < text.Length && (AsciiText.IsLetterOrDigit(text[end]) || text[end] == '_')) end++;
        return end;
    }

    /// <summary>Returns the end of a repost's mark at an offset, with the white space after it; the offset itself without one.</summary>
    private static int RepostEnd(ReadOnlySpan<byte> text, int from)
    {
        int at = SkipSpaces(text, from);
        if (AsciiText.At(text, at) != 'R' || AsciiText.At(text, at + 1) != 'T' || AsciiText.At(text, at + 2) != ' ') return from;
        at = SkipSpaces(text, at + 2);
        if (AsciiText.At(text, at) != '@') return from;
        int end = HandleEnd(text, at);
        if (end == at) return from;
        if (AsciiText.At(text, end) == ':') end++;
        return SkipSpaces(text, end);
    }

    private static int SkipSpaces(ReadOnlySpan<byte> text, int at)
    {
        while (at < text.Length && text[at] is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r') at++;
        return at;
    }

    private static byte[] Encode(string mask)
    {
        ArgumentException.ThrowIfNullOrEmpty(mask);
        return Encoding.UTF8.GetBytes(mask);
    }
}
