using System.Globalization;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>Reads classes of characters: <c>[...]</c> with ranges, nested classes and intersections, and escapes such as <c>\p{L}</c> and <c>\s</c>.</summary>
internal readonly ref struct PatternClassParser(ReadOnlySpan<int> pattern, string source, bool ignoresCase)
{
    private const int MaxDepth = 20;
    private readonly ReadOnlySpan<int> pattern = pattern;
    private readonly string source = source;

    /// <summary>Reads a class, after its opening bracket.</summary>
    public Func<int, bool> Parse(ref int at) => Parse(ref at, 0);

    private Func<int, bool> Parse(ref int at, int depth)
    {
        if (depth > MaxDepth) throw Refuse(source, at, "too many nested classes");
        bool isNegated = at < pattern.Length && pattern[at] == '^';
        if (isNegated) at++;
        var intersected = new List<Func<int, bool>>();
        var parts = new List<Func<int, bool>>();
        for (bool isFirst = true; ; isFirst = false)
        {
            if (at >= pattern.Length) throw Refuse(source, at, "a '[' without a ']'");
            int point = pattern[at];
            if (point == ']' && !isFirst) break;
            if (point == '&' && at + 1 < pattern.Length && pattern[at + 1] == '&')
            {
                at += 2;
                intersected.Add(Or(parts));
                parts = [];
                continue;
            }
            if (point == '[')
            {
                at++;
                parts.Add(at < pattern.Length && pattern[at] == ':' ? Posix(ref at) : Parse(ref at, depth + 1));
                continue;
            }
            if (point == '\\')
            {
                at++;
                if (TryClass(pattern, source, ref at, out Func<int, bool>? found))
                {
                    parts.Add(found);
                    continue;
                }
                at--;
            }
            int first = Single(ref at);
            if (at + 1 < pattern.Length && pattern[at] == '-' && pattern[at + 1] != ']')
            {
                at++;
                if (pattern[at] == '[') throw Refuse(source, at, "a range that ends in a class");
                int last = Single(ref at);
                if (last < first) throw Refuse(source, at, "a range in the wrong order");
                parts.Add(Range(first, last));
            }
            else parts.Add(Range(first, first));
        }
        at++;
        Func<int, bool> all = Or(parts);
        if (intersected.Count > 0) all = And([.. intersected, all]);
        return isNegated ? point => !all(point) : all;
    }

    private int Single(ref int at)
    {
        int point = pattern[at++];
        return point == '\\' ? Character(pattern, source, ref at) : point;
    }

    private Func<int, bool> Range(int first, int last)
    {
        if (!ignoresCase) return point => point >= first && point <= last;
        if (last - first > 0x1000) throw Refuse(source, 0, "a large range that ignores case");
        return point =>
        {
            if (point >= first && point <= last) return true;
            for (int other = first; other <= last; other++)
                if (CaseFolds.AreEqual(other, point)) return true;
            return false;
        };
    }

    private static Func<int, bool> Or(List<Func<int, bool>> parts)
    {
        Func<int, bool>[] all = [.. parts];
        return all.Length == 1 ? all[0] : point => Array.Exists(all, part => part(point));
    }

    // One test of all, since a chain of pairs would call itself once for each '&&'.
    private static Func<int, bool> And(Func<int, bool>[] all) => point => Array.TrueForAll(all, part => part(point));

    private Func<int, bool> Posix(ref int at)
    {
        int end = at + 1;
        while (end < pattern.Length && pattern[end] != ':') end++;
        if (end + 1 >= pattern.Length || pattern[end + 1] != ']') throw Refuse(source, at, "a POSIX class without an end");
        string name = Text(pattern[(at + 1)..end]);
        at = end + 2;
        bool isNegated = name.StartsWith('^');
        Func<int, bool> found = PatternProperties.Find(isNegated ? name[1..] : name)
            ?? throw Refuse(source, at, $"the POSIX class '{name}', which this library does not have");
        return isNegated ? point => !found(point) : found;
    }

    /// <summary>Reads an escaped class such as <c>\s</c> or <c>\p{L}</c>, after the backslash.</summary>
    public static bool TryClass(ReadOnlySpan<int> pattern, string source, ref int at, out Func<int, bool> found)
    {
        found = null!;
        if (at >= pattern.Length) return false;
        int kind = pattern[at];
        string? name = kind switch { 's' or 'S' => "space", 'd' or 'D' => "digit", 'w' or 'W' => "word", 'h' or 'H' => "xdigit", _ => null };
        bool isNegated = kind is 'S' or 'D' or 'W' or 'H';
        if (name is not null) at++;
        else if (kind is 'p' or 'P')
        {
            isNegated = kind == 'P';
            int end = at + 2;
            if (end > pattern.Length) throw Refuse(source, at, "'\\p' without a name");
            if (pattern[at + 1] != '{') name = Text(pattern.Slice(at + 1, 1));
            else
            {
                while (end < pattern.Length && pattern[end] != '}') end++;
                if (end == pattern.Length) throw Refuse(source, at, "'\\p{' without a '}'");
                name = Text(pattern[(at + 2)..end]);
                end++;
            }
            at = end;
            if (name.StartsWith('^'))
            {
                isNegated = !isNegated;
                name = name[1..];
            }
        }
        else return false;
        Func<int, bool> property = PatternProperties.Find(name) ?? throw Refuse(source, at, $"the property '{name}', which this library does not have");
        found = isNegated ? point => !property(point) : property;
        return true;
    }

    /// <summary>Reads an escaped character, after the backslash.</summary>
    public static int Character(ReadOnlySpan<int> pattern, string source, ref int at)
    {
        if (at >= pattern.Length) throw Refuse(source, at, "a '\\' at its end");
        int point = pattern[at++];
        switch (point)
        {
            case 'n': return '\n';
            case 'r': return '\r';
            case 't': return '\t';
            case 'f': return '\f';
            case 'v': return '\v';
            case 'a': return '\a';
            case 'e': return 0x1B;
            case '0': return 0;
            case 'u': return Hex(pattern, source, ref at, 4, 4);
            case 'x' when at < pattern.Length && pattern[at] == '{':
                at++;
                int value = Hex(pattern, source, ref at, 1, 6);
                if (at >= pattern.Length || pattern[at] != '}') throw Refuse(source, at, "'\\x{' without a '}'");
                at++;
                return value;
            case 'x': return Hex(pattern, source, ref at, 2, 2);
        }
        if (point < 0x80 && char.IsAsciiLetterOrDigit((char)point))
            throw Refuse(source, at, $"'\\{(char)point}', which this library does not have");
        return point;
    }

    private static int Hex(ReadOnlySpan<int> pattern, string source, ref int at, int least, int most)
    {
        int start = at;
        while (at < pattern.Length && at - start < most && pattern[at] < 0x80 && char.IsAsciiHexDigit((char)pattern[at])) at++;
        if (at - start < least) throw Refuse(source, at, "a code point without digits");
        int value = int.Parse(Text(pattern[start..at]), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
        return value < CodePoints.Count ? value : throw Refuse(source, at, "a code point that is too large");
    }

    private static string Text(ReadOnlySpan<int> points)
    {
        var text = new StringBuilder();
        foreach (int point in points) text.Append(new Rune(point).ToString());
        return text.ToString();
    }

    private static NotSupportedException Refuse(string source, int at, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The pattern '{source}' has {what} (at character {at})."));
}
