using System.Collections.Frozen;

namespace DataCuration.Filters;

/// <summary>
/// Writes 1 to documents whose address is in a block list (Dolma's URL taggers): host files, lists of domains or addresses, and AdBlock's form
/// <c>||domain^</c>. Documents that are not in it, or have no address, stay as they are.
/// </summary>
public sealed class DolmaUrlTagger : DolmaTagger
{
    /// <summary>The longest name of a host in characters (RFC 1035, section 2.3.4), with room for names of other scripts.</summary>
    private const int MaxHost = 1024;

    private FrozenSet<string>? entries;

    /// <summary>The block list; must be set.</summary>
    public TermList? Blocked { get; init; }

    /// <summary>The tagger's name, the first part of the annotation's. Default: <c>url_blocklist</c>.</summary>
    public string TaggerName
    {
        get;
        init => field = string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A tagger has a name.", nameof(value)) : value;
    } = "url_blocklist";

    /// <summary>True to compare hosts, false to compare addresses without scheme, query and final slash. Default: false.</summary>
    public bool ByDomain { get; init; }

    /// <summary>
    /// True to copy faults of Dolma. Addresses of the local machine are entries. Of hosts, all letters w and dots at the start are cut off. Text after an entry
    /// is part of it. Sub-domains of a blocked domain are not blocked. A port is part of the address. Default: false.
    /// </summary>
    public bool CopiesFaults { get; init; }

    private protected override string Tagger => TaggerName;

    /// <summary>The entries in normal form.</summary>
    internal FrozenSet<string> Entries => entries ??= DolmaUrls.ReadList(Require(), ByDomain, CopiesFaults);

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!IsBlocked(document.Url ?? "")) return StageResult.Keep;
        DocumentEditor editor = document.Edit();
        Set(editor, "url", 1);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Blocked), Blocked?.Fingerprint);
        writer.Add(nameof(TaggerName), TaggerName);
        writer.Add(nameof(ByDomain), ByDomain);
        writer.Add(nameof(CopiesFaults), CopiesFaults);
    }

    /// <summary>True if the list has the address.</summary>
    internal bool IsBlocked(string url)
    {
        foreach (string form in DolmaUrls.Clean(url, ByDomain, CopiesFaults))
        {
            if (Entries.Contains(form)) return true;
            if (!ByDomain || CopiesFaults) continue;
            // No entry is longer than a host name can be, so that a long host costs no more than its last characters.
            FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = Entries.GetAlternateLookup<ReadOnlySpan<char>>();
            for (int dot = form.IndexOf('.', Math.Max(0, form.Length - MaxHost)); dot >= 0; dot = form.IndexOf('.', dot + 1))
                if (lookup.Contains(form.AsSpan(dot + 1))) return true;
        }
        return false;
    }

    private TermList Require() => TermList.Require(Blocked, Name, nameof(Blocked), "a block list");
}
