using System.Buffers;
using System.Text;

namespace DataCuration.TestKit.Fuzzing;

/// <summary>
/// Damages pages as crawls and attackers do: flipped bytes, cuts, duplicates, shuffled tags, hostile snippets. The result depends on the page, the other pages
/// and the seed only.
/// </summary>
public sealed class PageMutator
{
    /// <summary>The maximum number of mutations of one page.</summary>
    public const int MostMutations = 8;

    private const int LongestRange = 4096;
    private const int MostRepeats = 64;

    private static readonly SearchValues<byte> Meaningful = SearchValues.Create("<>\"'=/&;-"u8);

    private readonly IReadOnlyList<byte[]> pages;
    private readonly int longest;

    /// <summary>Creates a mutator of a set of pages.</summary>
    /// <param name="pages">The pages; at least one.</param>
    /// <param name="longest">A longer page is first cut to this number of bytes, from a position that depends on the seed.</param>
    public PageMutator(IReadOnlyList<byte[]> pages, int longest = int.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentOutOfRangeException.ThrowIfZero(pages.Count, nameof(pages));
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(longest);
        this.pages = pages;
        this.longest = longest;
    }

    /// <summary>Snippets that are hard on parsers.</summary>
    public static IReadOnlyList<string> Snippets { get; } =
    [
        "<table><a>", "<b><p>", "<svg><g>", "<math><mi>", "<svg><foreignobject>", "<table><tr><td>", "</table>", "<!--", "-->", "<script>", "</script>",
        "<script><!--<script>", "<![CDATA[", "]]>",
        "<a href=\"", "'", "\"", "<", "</", "<!", "<?", "&", "&#", "&#x", "&amp", "&nGt;", "&#99999999999;", "\0", "<plaintext>", "<title>", "<textarea>",
        "<xmp>", "<noscript>", "<template>",
        "<select><option>", "<button>", "<ul><li>", "<dl><dt><dd>", "<h1>", "<form>", "</form>", "</p>", "</br>", "<body class=x>", "</body>",
        "</html>", "<frameset>", "<font><b><i><u>",
        "<div style=\"display:none\">", "<pre><code>", "<ruby><rt>", "<annotation encoding=application/x-tex>", "<a><div></a>", "</div>", "<p/>", "<svg/>",
        "<image>", "=\"a\" b='c' d", "<math><annotation-xml>",
        "<script type=\"application/ld+json\">{\"@graph\":[{\"articleBody\":\"", "<meta charset=utf-16>", "<base href=//x>", "\u00AD\u200B\u202E",
        "<td colspan=1000000 rowspan=1000000>", "<ol start=-99999999999999>",
    ];

    /// <summary>Returns a damaged page.</summary>
    /// <param name="seed">Any number; it selects the page and the damage.</param>
    /// <returns>Bytes that need not be UTF-8.</returns>
    public byte[] Next(ulong seed)
    {
        SeededRandom random = SeededRandom.Create(seed, "page", "");
        byte[] page = Fit(pages[Below(ref random, pages.Count)], ref random);
        int mutations = 1 + Below(ref random, MostMutations);
        for (int i = 0; i < mutations; i++) page = Mutate(page, ref random);
        return page;
    }

    private byte[] Fit(byte[] page, ref SeededRandom random)
    {
        if (page.Length <= longest) return page;
        int start = Below(ref random, page.Length - longest + 1);
        return page[start..(start + longest)];
    }

    private byte[] Mutate(byte[] page, ref SeededRandom random) => Below(ref random, 9) switch
    {
        0 => Flip(page, ref random),
        1 => Cut(page, ref random),
        2 => page[..Below(ref random, page.Length + 1)],
        3 => Duplicate(page, ref random),
        4 => SwapTags(page, ref random),
        5 => DropByte(page, ref random),
        6 => Splice(page, ref random),
        _ => InsertSnippet(page, ref random),
    };

    private static byte[] Flip(byte[] page, ref SeededRandom random)
    {
        byte[] damaged = [.. page];
        for (int i = Below(ref random, 32); i >= 0 && damaged.Length > 0; i--) damaged[Below(ref random, damaged.Length)] ^= (byte)(1 << Below(ref random, 8));
        return damaged;
    }

    private static byte[] Cut(byte[] page, ref SeededRandom random)
    {
        (int start, int end) = Range(page, ref random);
        return [.. page.AsSpan(0, start), .. page.AsSpan(end)];
    }

    private static byte[] Duplicate(byte[] page, ref SeededRandom random)
    {
        (int start, int end) = Range(page, ref random);
        return Insert(page, Below(ref random, page.Length + 1), page.AsSpan(start, end - start), 1 + Below(ref random, MostRepeats));
    }

    private byte[] Splice(byte[] page, ref SeededRandom random)
    {
        byte[] other = pages[Below(ref random, pages.Count)];
        (int start, int end) = Range(other, ref random);
        return Insert(page, Below(ref random, page.Length + 1), other.AsSpan(start, end - start), 1);
    }

    private static byte[] InsertSnippet(byte[] page, ref SeededRandom random)
    {
        byte[] snippet = Encoding.UTF8.GetBytes(Snippets[Below(ref random, Snippets.Count)]);
        // Mostly once, sometimes very often.
        int repeats = Below(ref random, 4) == 0 ? 1 + Below(ref random, 2000) : 1;
        return Insert(page, Below(ref random, page.Length + 1), snippet, repeats);
    }

    /// <summary>Removes a byte with a syntactic meaning, if there is one.</summary>
    private static byte[] DropByte(byte[] page, ref SeededRandom random)
    {
        int from = Below(ref random, page.Length + 1);
        int next = page.AsSpan(from).IndexOfAny(Meaningful);
        return next < 0 ? page : [.. page.AsSpan(0, from + next), .. page.AsSpan(from + next + 1)];
    }

    private static byte[] SwapTags(byte[] page, ref SeededRandom random)
    {
        (int firstStart, int firstEnd) = TagAt(page, Below(ref random, page.Length + 1));
        (int secondStart, int secondEnd) = TagAt(page, Below(ref random, page.Length + 1));
        if (firstStart > secondStart) (firstStart, firstEnd, secondStart, secondEnd) = (secondStart, secondEnd, firstStart, firstEnd);
        if (firstEnd > secondStart) return page;
        ReadOnlySpan<byte> all = page;
        return [.. all[..firstStart], .. all[secondStart..secondEnd], .. all[firstEnd..secondStart], .. all[firstStart..firstEnd], .. all[secondEnd..]];
    }

    private static (int Start, int End) TagAt(byte[] page, int from)
    {
        int start = page.AsSpan(from).IndexOf((byte)'<');
        if (start < 0) return (page.Length, page.Length);
        start += from;
        int length = page.AsSpan(start).IndexOf((byte)'>');
        return (start, length < 0 ? page.Length : start + length + 1);
    }

    private static (int Start, int End) Range(byte[] page, ref SeededRandom random)
    {
        int start = Below(ref random, page.Length + 1);
        return (start, start + Below(ref random, Math.Min(LongestRange, page.Length - start) + 1));
    }

    private static byte[] Insert(byte[] page, int position, ReadOnlySpan<byte> what, int repeats)
    {
        byte[] longer = new byte[page.Length + (what.Length * repeats)];
        page.AsSpan(0, position).CopyTo(longer);
        for (int i = 0; i < repeats; i++) what.CopyTo(longer.AsSpan(position + (i * what.Length)));
        page.AsSpan(position).CopyTo(longer.AsSpan(position + (what.Length * repeats)));
        return longer;
    }

    private static int Below(ref SeededRandom random, int bound) => (int)random.NextInt64(bound);
}
