using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Drops pages that contain an entry of a banned list (DCLM's <c>substring_filter</c>, in its C4 recipe "lorem ipsum", "{" and the list of bad words). Entries
/// are texts, not regular expressions as in DCLM. Drop reason: <c>substring_filter</c>. Measure: <c>found</c>.
/// </summary>
public sealed class DclmSubstringFilter() : RuleFilter("dclm_substring")
{
    private ByteTrie? trie;

    /// <summary>The banned list; must be set. Entries are compared without white space at their ends only if the file has none there.</summary>
    public TermList? Banned { get; init; }

    /// <summary>The place in which an entry counts. Default: anywhere (content_filters.py).</summary>
    public TextPlace Place { get; init => field = RuleChecks.Defined(value, nameof(Place)); } = TextPlace.Anywhere;

    /// <summary>True to compare with case. Default: false (content_filters.py).</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>True to find entries only between word boundaries. Default: false (content_filters.py).</summary>
    public bool WholeWords { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(measures);
        ByteTrie entries = trie ??= Build();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        if (!IsCaseSensitive) text = context.Scratch<TextScratch>().Lower.Lower(text);
        bool found = !WholeWords && Place == TextPlace.Anywhere ? entries.IsIn(text) : Find(entries, text);
        measures.Add("found", found);
        return found ? StageResult.Drop("substring_filter") : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Banned), Banned?.Fingerprint);
        writer.Add(nameof(Place), Place.ToString());
        writer.Add(nameof(IsCaseSensitive), IsCaseSensitive);
        writer.Add(nameof(WholeWords), WholeWords);
    }

    private ByteTrie Build()
    {
        TermList list = TermList.Require(Banned, Name, nameof(Banned), "a list of banned texts");
        return new(IsCaseSensitive ? list.Entries : list.Entries.Select(PeerWords.Lower));
    }

    private bool Find(ByteTrie entries, ReadOnlySpan<byte> text)
    {
        int last = Place == TextPlace.Start ? Math.Min(1, text.Length) : text.Length;
        // As in Python, the end is also before a line feed that ends the text.
        int end = text.EndsWith("\n"u8) ? text.Length - 1 : text.Length;
        for (int at = 0; at < last; at++)
        {
            if ((text[at] & 0xC0) == 0x80 || (WholeWords && !WordBoundary.IsAt(text, at))) continue;
            for (int to = at, state = 0; to < text.Length && (state = entries.Child(state, text[to])) != 0; to++)
            {
                if (!entries.IsEnd(state) || (Place == TextPlace.End && to + 1 != end && to + 1 != text.Length)) continue;
                if (!WholeWords || WordBoundary.IsAt(text, to + 1)) return true;
            }
        }
        return false;
    }
}
