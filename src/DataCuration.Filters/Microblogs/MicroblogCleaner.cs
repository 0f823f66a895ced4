using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Removes the markup of Chinese microblogs: addresses, names after an at sign, topics between number signs, picture codes in brackets, emoji, mobile numbers,
/// and the chain of quoted posts. A post without text left is dropped with the reason <c>no_text</c>.
/// </summary>
/// <remarks>
/// <para>Chinese MentalBERT (Zhai and others 2024, arXiv 2402.09151; README of zwzzzQAQ/Chinese-MentalBERT) removes addresses, user tags, topic tags, special
/// symbols and emoticons. How it finds them is not published; the limits of length are ours.</para>
/// <para>An address ends before the first character that no address has, since Chinese text may follow without a blank. A name has letters, digits, low
/// lines and hyphens of any script, so text that follows it without a blank or sign is taken for a part of it. The time is linear in the text.</para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Filters;
///
/// using var run = new CurationRun();
/// // 回复@小明:今天好累[泪] #树洞# http://t.cn/abc //@小红:抱抱   becomes   今天好累
/// await Corpus.FromJsonl("posts/*.jsonl").Pipe(new MicroblogCleaner()).WriteJsonlAsync("clean", run);
/// </code>
/// </example>
public sealed class MicroblogCleaner : DocumentTransform
{
    /// <summary>The drop reason of a post without text left.</summary>
    public const string Reason = "no_text";

    private static readonly byte[][] Replies = [[.. "回复"u8], [.. "回覆"u8]];

    private readonly byte[][] notices = [[.. "转发微博"u8], [.. "轉發微博"u8], [.. "Repost"u8]];

    /// <summary>True to remove addresses.</summary>
    /// <value>Default true.</value>
    public bool Urls { get; init; } = true;

    /// <summary>True to remove names after an at sign, with a colon after the name and the word for "reply" before it.</summary>
    /// <value>Default true.</value>
    public bool Mentions { get; init; } = true;

    /// <summary>True to remove topics with their number signs (<c>#topic#</c>).</summary>
    /// <value>Default true.</value>
    public bool Topics { get; init; } = true;

    /// <summary>True to remove the codes of pictures (<c>[泪]</c>): up to eight letters or digits in brackets, at least one of them a letter.</summary>
    /// <value>Default true.</value>
    public bool PictureCodes { get; init; } = true;

    /// <summary>True to remove emoji, dingbats, arrows, geometric shapes and characters of private use.</summary>
    /// <value>Default true.</value>
    public bool Emoji { get; init; } = true;

    /// <summary>
    /// True to remove mobile numbers of mainland China: eleven digits that begin with 13 to 19. <see cref="PersonalDataRemover"/> does not find them, since a
    /// run of digits without separators can be anything in other texts.
    /// </summary>
    /// <value>Default true (our choice).</value>
    public bool MobileNumbers { get; init; } = true;

    /// <summary>True to cut a post at the first <c>//@</c>, where the quoted posts begin.</summary>
    /// <value>Default true (our choice: the quoted posts are documents of their own).</value>
    public bool RepostChains { get; init; } = true;

    /// <summary>Texts that say nothing: a post that has no more than one of them is dropped.</summary>
    /// <value>Default the words that a platform writes into a post without a comment (our choice).</value>
    /// <exception cref="ArgumentException">A text is empty.</exception>
    public IReadOnlyList<string> Notices
    {
        get => [.. notices.Select(Encoding.UTF8.GetString)];
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            notices = [.. value.Select(static notice => string.IsNullOrEmpty(notice) ? throw new ArgumentException("A notice is empty.", nameof(value))
                : Encoding.UTF8.GetBytes(notice))];
        }
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlyMemory<byte> edited = Clean(document.Utf8Text, context.Scratch<TextEdit>());
        if (edited.IsEmpty || IsNotice(edited.Span)) return StageResult.Drop(Reason);
        return TextEdit.ResultOf(document, edited);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add(nameof(Urls), Urls);
        writer.Add(nameof(Mentions), Mentions);
        writer.Add(nameof(Topics), Topics);
        writer.Add(nameof(PictureCodes), PictureCodes);
        writer.Add(nameof(Emoji), Emoji);
        writer.Add(nameof(MobileNumbers), MobileNumbers);
        writer.Add(nameof(RepostChains), RepostChains);
        writer.Add(nameof(Notices), RuleChecks.Join(Notices));
    }

    internal ReadOnlyMemory<byte> Clean(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        edit.Clear();
        int removedFrom = 0, removedTo = 0;
        for (int at = 0; at < text.Length;)
        {
            int start = at, end = MarkupEnd(text, ref start, removedTo, out int size);
            if (end == 0)
            {
                at += size;
                continue;
            }
            // Words on both sides stay apart, but Chinese needs no blank. Markup that follows markup is removed with it as one.
            if (start > removedTo) removedFrom = start;
            edit.Replace(text, start, end, NeedsBlank(text, removedFrom, end) ? " "u8 : default);
            at = removedTo = end;
        }
        return Trim(edit.Complete(utf8Text), edit);
    }

    /// <summary>Finds markup at an offset.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">The offset; moved back over the word for "reply".</param>
    /// <param name="removedTo">The end of what is removed already.</param>
    /// <param name="size">The length of the character at the offset.</param>
    /// <returns>The end of the markup; 0 without one.</returns>
    private int MarkupEnd(ReadOnlySpan<byte> text, ref int start, int removedTo, out int size)
    {
        int at = start;
        size = 1;
        byte first = text[at];
        switch (first)
        {
            // "http://@" is no chain, but one may follow markup that ends with a colon or a slash.
            case (byte)'/' when RepostChains && text[at..].StartsWith("//@"u8) && (at == removedTo || text[at - 1] is not ((byte)':' or (byte)'/')):
                return text.Length;
            case (byte)'@' when Mentions:
                int end = MicroblogKernel.MentionEnd(text, at);
                if (end > 0) start = BeforeReply(text, at, removedTo);
                return end;
            case (byte)'#' when Topics:
                return MicroblogKernel.TopicEnd(text, at);
            case (byte)'[' when PictureCodes:
                return MicroblogKernel.CodeEnd(text, at);
            case (byte)'1' when MobileNumbers:
                return MicroblogKernel.MobileEnd(text, at);
            case < 0x80:
                return Urls && (first | 0x20) is 'h' or 'w' or 't' ? MicroblogKernel.AddressEnd(text, at) : 0;
            default:
                return Emoji && MicroblogKernel.IsPicture(Utf8.Decode(text, at, out size)) ? at + size : 0;
        }
    }

    private static int BeforeReply(ReadOnlySpan<byte> text, int at, int removedTo)
    {
        foreach (byte[] reply in Replies)
        {
            int start = at - reply.Length;
            if (start >= removedTo && text[..at].EndsWith(reply)) return start;
        }
        return at;
    }

    private static bool NeedsBlank(ReadOnlySpan<byte> text, int start, int end) =>
        start > 0 && end < text.Length && AsciiText.IsLetterOrDigit(text[start - 1]) && AsciiText.IsLetterOrDigit(text[end]);

    private bool IsNotice(ReadOnlySpan<byte> text)
    {
        foreach (byte[] notice in notices)
            if (text.SequenceEqual(notice)) return true;
        return false;
    }

    /// <summary>Turns runs of blanks into one blank, and removes white space at the ends of lines and of the text, and empty lines.</summary>
    private static ReadOnlyMemory<byte> Trim(ReadOnlyMemory<byte> utf8Text, TextEdit edit)
    {
        ReadOnlySpan<byte> text = utf8Text.Span;
        edit.Clear();
        for (int at = 0; at < text.Length;)
        {
            int size = Utf8WhiteSpace.LengthAt(text, at);
            if (size == 0)
            {
                at++;
                continue;
            }
            int end = at;
            bool hasFeed = false;
            while (end < text.Length && Utf8WhiteSpace.LengthAt(text, end) is > 0 and int next)
            {
                hasFeed |= text[end] is (byte)'\n' or (byte)'\r';
                end += next;
            }
            ReadOnlySpan<byte> left = at == 0 || end == text.Length ? default : hasFeed ? "\n"u8 : " "u8;
            if (!text[at..end].SequenceEqual(left)) edit.Replace(text, at, end, left);
            at = end;
        }
        return edit.Complete(utf8Text);
    }
}
