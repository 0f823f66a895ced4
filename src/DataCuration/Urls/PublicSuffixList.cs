using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration;

/// <summary>
/// The suffixes under which names can be registered (<c>com</c>, <c>co.uk</c>, <c>github.io</c>), read from a file in the format of
/// <see href="https://publicsuffix.org/list/">publicsuffix.org</see>. They determine which hosts belong to one site. The library contains no list, because an
/// outdated list gives wrong results without an error: install Debian's package <c>publicsuffix</c> or download the list. Immutable and thread-safe.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// PublicSuffixList suffixes = PublicSuffixList.Load(); // Debian: apt-get install publicsuffix
/// Console.WriteLine(suffixes.GetRegistrableDomain("www.example.co.uk")); // example.co.uk
/// </code>
/// </example>
public sealed class PublicSuffixList : IArtifact
{
    /// <summary>The path of the list in Debian's package <c>publicsuffix</c>.</summary>
    public const string DefaultPath = "/usr/share/publicsuffix/public_suffix_list.dat";

    /// <summary>Instructions for a missing list.</summary>
    internal const string HowToGet = "Install Debian's package 'publicsuffix' (apt-get install publicsuffix), or download the list from "
        + "https://publicsuffix.org/list/public_suffix_list.dat and pass its path to PublicSuffixList.Load.";

    private enum Rule : byte
    {
        /// <summary>The name is a suffix.</summary>
        Suffix = 1,

        /// <summary>Every name directly below it is a suffix: <c>*.ck</c>.</summary>
        Wildcard = 2,

        /// <summary>The name is an exception to its parent's wildcard: <c>!www.ck</c>.</summary>
        Exception = 4,
    }

    private readonly Dictionary<string, Rule> rules = new(StringComparer.Ordinal);

    private PublicSuffixList(ReadOnlySpan<byte> content, string name, bool includePrivate)
    {
        IncludesPrivate = includePrivate;
        Fingerprint = Convert.ToHexStringLower(XxHash128.Hash(content));
        if (!System.Text.Unicode.Utf8.IsValid(content)) throw new InvalidDataException($"{name}: a public suffix list must be UTF-8 text.");
        bool inPrivate = false;
        int number = 0;
        foreach (ReadOnlySpan<char> raw in Encoding.UTF8.GetString(content).AsSpan().EnumerateLines())
        {
            number++;
            ReadOnlySpan<char> line = raw.TrimStart('\uFEFF').Trim();
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                if (line.Contains("===BEGIN PRIVATE DOMAINS===", StringComparison.Ordinal)) inPrivate = true;
                else if (line.Contains("===END PRIVATE DOMAINS===", StringComparison.Ordinal)) inPrivate = false;
                continue;
            }
            // A rule ends at the first white space.
            int space = line.IndexOfAny(' ', '\t');
            if (space >= 0) line = line[..space];
            if (line.IsEmpty || (inPrivate && !includePrivate)) continue;
            Add(line, name, number);
        }
        if (rules.Count == 0) throw new InvalidDataException($"{name} has no rules: it is not a public suffix list. {HowToGet}");
    }

    /// <summary>A hash of the file's content, as 32 hexadecimal digits.</summary>
    public string Fingerprint { get; }

    /// <summary>
    /// True if suffixes that companies offer below their own names (<c>github.io</c>, <c>blogspot.com</c>) are included beside those of the registries.
    /// </summary>
    public bool IncludesPrivate { get; }

    /// <summary>The number of names with rules.</summary>
    public int Count => rules.Count;

    /// <summary>Reads a list.</summary>
    /// <param name="path">The file; null for <see cref="DefaultPath"/>.</param>
    /// <param name="includePrivate">True to include the private section, so that every user of <c>github.io</c> is a separate site. Default: true, as in the
    /// list's own algorithm.</param>
    /// <exception cref="FileNotFoundException">The file does not exist; the message says where to get one.</exception>
    /// <exception cref="InvalidDataException">The file is not a public suffix list; the message names file and line.</exception>
    public static PublicSuffixList Load(string? path = null, bool includePrivate = true)
    {
        Addresses.RefuseLocal(path, "a public suffix list");
        path ??= DefaultPath;
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no public suffix list at {path}. {HowToGet}", path);
        return new(File.ReadAllBytes(path), path, includePrivate);
    }

    /// <summary>Reads a list from a text in the file's format.</summary>
    /// <param name="text">The text.</param>
    /// <param name="includePrivate">True to include the private section; see <see cref="Load"/>.</param>
    /// <exception cref="InvalidDataException">The text is not a public suffix list; the message names the line.</exception>
    public static PublicSuffixList Parse(string text, bool includePrivate = true)
    {
        ArgumentNullException.ThrowIfNull(text);
        return new(Encoding.UTF8.GetBytes(text), "The text", includePrivate);
    }

    /// <summary>Finds the public suffix of a host: the longest one with a rule, or the last label if no rule matches.</summary>
    /// <param name="host">A host name.</param>
    /// <returns>The suffix in lower case and Punycode; null for an IP address or an invalid host name.</returns>
    public string? GetPublicSuffix(string? host) => Split(host, out string? name, out int suffix, out _, out _) ? name![suffix..] : null;

    /// <summary>Finds the public suffix of a host, if the list has a rule for it.</summary>
    /// <param name="host">A host name.</param>
    /// <returns>The suffix in lower case and Punycode; null if no rule matches, and for an IP address or an invalid host name.</returns>
    public string? GetListedSuffix(string? host) =>
        Split(host, out string? name, out int suffix, out _, out bool isListed) && isListed ? name![suffix..] : null;

    /// <summary>Finds the registrable domain of a host: the public suffix and one more label (<c>www.example.co.uk</c> → <c>example.co.uk</c>).</summary>
    /// <param name="host">A host name.</param>
    /// <returns>The domain in lower case and Punycode; null for an IP address, a public suffix or an invalid host name.</returns>
    public string? GetRegistrableDomain(string? host) =>
        Split(host, out string? name, out int suffix, out int before, out _) && before < suffix ? name![before..] : null;

    private bool Split(string? host, out string? name, out int suffix, out int before, out bool isListed)
    {
        suffix = before = 0;
        isListed = false;
        name = host is null ? null : HostNames.Normalize(host);
        if (name is null || HostNames.IsAddress(name)) return false;
        Dictionary<string, Rule>.AlternateLookup<ReadOnlySpan<char>> lookup = rules.GetAlternateLookup<ReadOnlySpan<char>>();
        // From the longest name to the shortest: the first matching rule has the most labels. "child" is the start of the label before the current one.
        suffix = name.LastIndexOf('.') + 1;
        for (int at = 0, child = -1; ;)
        {
            int dot = name.IndexOf('.', at);
            if (lookup.TryGetValue(name.AsSpan(at), out Rule rule))
            {
                if ((rule & Rule.Exception) != 0) { (suffix, isListed) = (dot < 0 ? at : dot + 1, true); break; }
                if ((rule & Rule.Wildcard) != 0 && child >= 0) { (suffix, isListed) = (child, true); break; }
                if ((rule & Rule.Suffix) != 0) { (suffix, isListed) = (at, true); break; }
            }
            if (dot < 0) break;
            (child, at) = (at, dot + 1);
        }
        before = suffix < 2 ? suffix : name.LastIndexOf('.', suffix - 2) + 1;
        return true;
    }

    private void Add(ReadOnlySpan<char> line, string name, int number)
    {
        Rule rule = Rule.Suffix;
        ReadOnlySpan<char> suffix = line;
        if (suffix is "*") return; // the rule that applies if no other does
        if (suffix[0] == '!')
        {
            rule = Rule.Exception;
            suffix = suffix[1..];
        }
        else if (suffix.StartsWith("*.", StringComparison.Ordinal))
        {
            rule = Rule.Wildcard;
            suffix = suffix[2..];
        }
        string host = HostNames.Normalize(suffix.TrimStart('.'))
            ?? throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture,
                $"{name}, line {number}: '{(line.Length > 80 ? line[..80] : line)}' is not a rule of a public suffix list."));
        rules[host] = rules.GetValueOrDefault(host) | rule;
    }
}
