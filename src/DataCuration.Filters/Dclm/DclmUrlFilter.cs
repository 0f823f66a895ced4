using System.Collections.Frozen;
using System.Text;

namespace DataCuration.Filters;

/// <summary>
/// Drops pages by their address and a list (DCLM's <c>url_substring_filter</c>): by texts anywhere in the address, by words between word boundaries, or by the
/// host. A page without address is judged as one with an empty address. Drop reason: <c>url_substring_filter</c>. Measure: <c>found</c>.
/// </summary>
/// <remarks>The published recipe has four of them: domains, strict words, hard words, and soft words of which two must be there.</remarks>
public sealed class DclmUrlFilter() : RuleFilter("dclm_url")
{
    private ByteTrie? trie;
    private FrozenSet<string>? hosts;

    /// <summary>The banned list; must be set.</summary>
    public TermList? Banned { get; init; }

    /// <summary>True to compare the host with the entries, false to find entries in the address. Default: false (metadata_filters.py).</summary>
    public bool ExactDomain { get; init; }

    /// <summary>Characters, or longer texts, that are removed from the address before it is judged. Default: none (metadata_filters.py).</summary>
    public IReadOnlyList<string> Ignored { get; init => field = PeerChecks.Texts(value, nameof(Ignored)); } = [];

    /// <summary>The least number of different entries that must be found. Default: 1 (metadata_filters.py).</summary>
    public int MinFound { get; init => field = PeerChecks.Count(value, 1, nameof(MinFound)); } = 1;

    /// <summary>True to find entries anywhere, false between word boundaries only. Default: true (metadata_filters.py).</summary>
    public bool MatchesSubstrings { get; init; } = true;

    /// <summary>True to compare with case. Default: false (metadata_filters.py).</summary>
    public bool IsCaseSensitive { get; init; }

    /// <summary>
    /// True to copy faults of DCLM's list of domains. Port and user are parts of the host. Of a leading <c>www.</c> only the letters are removed (if
    /// <see cref="Ignored"/> has them): the dot stays, and the entry is not found. False compares host names without them. Default: false.
    /// </summary>
    public bool CopiesFaults { get; init; }

    /// <inheritdoc/>
    protected override StageResult Judge(Document document, StageContext context, RuleMeasures measures)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(measures);
        TermList list = Require();
        string url = document.Url ?? "";
        int found = ExactDomain ? CountHost(url, list) : CountEntries(url, list);
        measures.Add("found", found);
        return found >= MinFound ? measures.Drop("url_substring_filter", "found", max: MinFound - 1) : StageResult.Keep;
    }

    /// <inheritdoc/>
    protected override void DescribeRules(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Banned), Banned?.Fingerprint);
        writer.Add(nameof(ExactDomain), ExactDomain);
        writer.AddAll(nameof(Ignored), Ignored);
        writer.Add(nameof(MinFound), MinFound);
        writer.Add(nameof(MatchesSubstrings), MatchesSubstrings);
        writer.Add(nameof(IsCaseSensitive), IsCaseSensitive);
        writer.Add(nameof(CopiesFaults), CopiesFaults);
    }

    private TermList Require() => TermList.Require(Banned, Name, nameof(Banned), "a list of banned texts or domains");

    private int CountHost(string url, TermList list)
    {
        FrozenSet<string> entries = hosts ??= list.Entries.Select(entry => Normalize(entry, isEntry: true)).ToFrozenSet(StringComparer.Ordinal);
        string host = UrlAuthority.Find(url);
        return entries.Contains(Normalize(CopiesFaults ? host : UrlAuthority.HostOf(host), isEntry: false)) ? MinFound : 0;
    }

    private string Normalize(string host, bool isEntry)
    {
        string text = IsCaseSensitive ? host : PeerWords.Lower(host);
        if (!CopiesFaults)
        {
            text = text.TrimStart('.');
            if (text.StartsWith("www.", StringComparison.Ordinal)) text = text[4..];
            return text;
        }
        return isEntry ? text : Remove(text);
    }

    private string Remove(string text)
    {
        foreach (string one in Ignored)
            if (one.Length > 0) text = text.Replace(one, "", StringComparison.Ordinal);
        return text;
    }

    private int CountEntries(string url, TermList list)
    {
        ByteTrie entries = trie ??= new(IsCaseSensitive ? list.Entries : list.Entries.Select(PeerWords.Lower));
        byte[] text = Encoding.UTF8.GetBytes(Remove(IsCaseSensitive ? url : PeerWords.Lower(url)));
        var found = new HashSet<string>(StringComparer.Ordinal);
        for (int at = 0; at < text.Length;)
        {
            int length = LongestAt(entries, text, at);
            if (length > 0) found.Add(Encoding.UTF8.GetString(text, at, length));
            at += Math.Max(length, 1);
        }
        return found.Count;
    }

    private int LongestAt(ByteTrie entries, ReadOnlySpan<byte> text, int at)
    {
        if (MatchesSubstrings) return entries.LongestAt(text[at..]);
        if ((text[at] & 0xC0) == 0x80 || !WordBoundary.IsAt(text, at)) return 0;
        int longest = 0;
        for (int to = at, state = 0; to < text.Length && (state = entries.Child(state, text[to])) != 0; to++)
            if (entries.IsEnd(state) && WordBoundary.IsAt(text, to + 1)) longest = to + 1 - at;
        return longest;
    }
}
