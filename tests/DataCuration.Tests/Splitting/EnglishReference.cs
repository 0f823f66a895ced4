using System.Text;

namespace DataCuration.Tests.Splitting;

/// <summary>
/// The tokenizer of spaCy 3.8 on code points, written step by step after spacy/tokenizer.pyx and without shortcuts: the oracle of the scanner. It shares the
/// tables of characters and exceptions with the library, but no rule.
/// </summary>
internal sealed class EnglishReference
{
    private const string Currency = "$ £ € ¥ ฿ US$ C$ A$ ₽ ﷼ ₴ ₠ ₡ ₢ ₣ ₤ ₥ ₦ ₧ ₨ ₩ ₪ ₫ ₭ ₮ ₯ ₰ ₱ ₲ ₳ ₵ ₶ ₷ ₸ ₹ ₺ ₻ ₼ ₾ ₿";
    private const string Punctuation = "… …… , : ; ! ? ¿ ؟ ¡ ( ) [ ] { } < > _ # * & 。 ？ ！ ， 、 ； ： ～ · । ، ۔ ؛ ٪";
    private const string Quotes = "' \" ” “ ` ‘ ´ ’ ‚ , „ » « 「 」 『 』 （ ） 〔 〕 【 】 《 》 〈 〉 \u2329 \u232A ⟦ ⟧";
    private static readonly string[] Hyphens = ["-", "–", "—", "--", "---", "——", "~"];
    private static readonly string[] Units = EnglishCharacters.Units.Split(' ');

    private readonly Dictionary<string, string[]> exceptions = EnglishExceptions.Build();
    private readonly Dictionary<string, string[]> phrases = new(StringComparer.Ordinal);

    public EnglishReference()
    {
        foreach (string text in exceptions.Keys)
            if (Prefix(text) > 0 || Suffix(text) > 0 || Infixes(text).Count > 0)
                phrases.Add(text, [.. Chunks(text, special: false).Select(token => text.Substring(token.Start, token.Length))]);
    }

    /// <summary>Returns the tokens that are not white space, as start and length in UTF-16.</summary>
    public List<(int Start, int Length)> Split(string text)
    {
        List<(int Start, int Length)> tokens = Chunks(text, special: true);
        var matches = new List<(int First, int Count)>();
        for (int i = 0; i < tokens.Count; i++)
            foreach (string[] phrase in phrases.Values)
                if (i + phrase.Length <= tokens.Count && !phrase.Where((token, j) => token != text.Substring(tokens[i + j].Start, tokens[i + j].Length)).Any())
                    matches.Add((i, phrase.Length));
        var seen = new HashSet<int>();
        var chosen = new Dictionary<int, int>();
        foreach ((int first, int count) in matches.OrderByDescending(match => match.Count).ThenBy(match => match.First))
        {
            if (!seen.Contains(first) && !seen.Contains(first + count - 1)) chosen.Add(first, count);
            seen.UnionWith(Enumerable.Range(first, count));
        }
        var result = new List<(int Start, int Length)>();
        for (int i = 0; i < tokens.Count; i += chosen.GetValueOrDefault(i, 1))
        {
            int count = chosen.GetValueOrDefault(i, 1), start = tokens[i].Start, end = tokens[i + count - 1].Start + tokens[i + count - 1].Length;
            if (chosen.ContainsKey(i) && exceptions.TryGetValue(text[start..end], out string[]? parts)) AddParts(result, start, parts);
            else result.AddRange(tokens.GetRange(i, count));
        }
        return [.. result.Where(token => !text.Substring(token.Start, token.Length).EnumerateRunes().All(IsSpace))];
    }

    private List<(int Start, int Length)> Chunks(string text, bool special)
    {
        var tokens = new List<(int Start, int Length)>();
        if (text.Length == 0) return tokens;
        int start = 0, at = 0;
        bool inSpace = IsSpace(Rune.GetRuneAt(text, 0));
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsSpace(rune) != inSpace)
            {
                if (start < at) AddParts(tokens, start, Chunk(text[start..at], special));
                start = rune.Value == ' ' ? at + 1 : at;
                inSpace = !inSpace;
            }
            at += rune.Utf16SequenceLength;
        }
        if (start < at) AddParts(tokens, start, Chunk(text[start..at], special));
        return tokens;
    }

    private List<string> Chunk(string text, bool special)
    {
        if (special && exceptions.TryGetValue(text, out string[]? whole)) return [.. whole];
        List<string> before = [], after = [];
        int lastLength = 0;
        while (text.Length > 0 && text.Length != lastLength)
        {
            if (special && exceptions.ContainsKey(text)) break;
            lastLength = text.Length;
            int prefix = Prefix(text);
            if (prefix > 0 && special && exceptions.ContainsKey(text[prefix..]))
            {
                before.Add(text[..prefix]);
                text = text[prefix..];
                break;
            }
            int suffix = Suffix(text[prefix..]);
            if (suffix > 0 && special && exceptions.ContainsKey(text[..^suffix]))
            {
                after.Add(text[^suffix..]);
                text = text[..^suffix];
                break;
            }
            if (prefix > 0) before.Add(text[..prefix]);
            if (suffix > 0) after.Add(text[^suffix..]);
            text = text[prefix..^suffix];
        }
        if (text.Length > 0)
        {
            if (special && exceptions.TryGetValue(text, out string[]? parts)) before.AddRange(parts);
            else if (IsUrl(text)) before.Add(text);
            else AddInfixes(before, text);
        }
        after.Reverse();
        return [.. before, .. after];
    }

    private static void AddInfixes(List<string> tokens, string text)
    {
        int at = 0;
        foreach ((int start, int length) in Infixes(text))
        {
            if (start == 0) continue;
            if (start > at) tokens.Add(text[at..start]);
            tokens.Add(text.Substring(start, length));
            at = start + length;
        }
        if (at < text.Length) tokens.Add(text[at..]);
    }

    private static int Prefix(string text)
    {
        if (text[0] is '§' or '%' or '=' or '—' or '–') return 1;
        if (text[0] == '+' && !(text.Length > 1 && text[1] is >= '0' and <= '9')) return 1;
        foreach (string sign in Punctuation.Split(' ')) if (text.StartsWith(sign, StringComparison.Ordinal)) return sign.Length;
        int dots = text.Length - text.TrimStart('.').Length;
        if (dots >= 2) return dots;
        foreach (string sign in (Quotes + " " + Currency).Split(' ')) if (text.StartsWith(sign, StringComparison.Ordinal)) return sign.Length;
        return IsIcon(Rune.GetRuneAt(text, 0)) ? Rune.GetRuneAt(text, 0).Utf16SequenceLength : 0;
    }

    private static int Suffix(string text)
    {
        // A search finds the leftmost place from which an alternative reaches the end.
        for (int start = 0; start < text.Length; start++)
            if (!char.IsLowSurrogate(text[start]) && IsSuffix(text, start)) return text.Length - start;
        return 0;
    }

    private static bool IsSuffix(string text, int start)
    {
        string rest = text[start..];
        Rune? before = start > 0 ? RuneBefore(text, start) : null;
        bool afterDigit = before?.Value is >= '0' and <= '9';
        if ((Punctuation + " " + Quotes + " 's 'S ’s ’S — –").Split(' ').Contains(rest, StringComparer.Ordinal)) return true;
        if (rest.Length >= 2 && rest.All(c => c == '.')) return true;
        if (Rune.GetRuneAt(rest, 0) is var only && only.Utf16SequenceLength == rest.Length && IsIcon(only)) return true;
        if (afterDigit && (rest == "+" || Currency.Split(' ').Contains(rest, StringComparer.Ordinal) || Units.Contains(rest, StringComparer.Ordinal)))
            return true;
        if (rest != "." || before is not { } last) return false;
        if (afterDigit || Has(last, EnglishCharacters.Lower) || "%²-+(?:)|".Contains((char)Math.Min(last.Value, 0xFFFF))
            || last.IsBmp && (Punctuation + Quotes).Replace(" ", "", StringComparison.Ordinal).Contains((char)last.Value)) return true;
        int previous = start - last.Utf16SequenceLength;
        if (previous == 0) return false;
        Rune second = RuneBefore(text, previous);
        return Has(last, EnglishCharacters.Upper) && Has(second, EnglishCharacters.Upper)
            || second.Value == '°' && last.Value is 'F' or 'f' or 'C' or 'c' or 'K' or 'k';
    }

    private static List<(int Start, int Length)> Infixes(string text)
    {
        var found = new List<(int Start, int Length)>();
        for (int at = 0; at < text.Length;)
        {
            int length = InfixAt(text, at);
            if (length > 0) found.Add((at, length));
            at += length > 0 ? length : Rune.GetRuneAt(text, at).Utf16SequenceLength;
        }
        return found;
    }

    private static int InfixAt(string text, int at)
    {
        string rest = text[at..];
        int dots = rest.Length - rest.TrimStart('.').Length;
        if (dots >= 2) return dots;
        Rune rune = Rune.GetRuneAt(text, at);
        if (rune.Value == '…' || IsIcon(rune)) return rune.Utf16SequenceLength;
        if (at == 0) return 0;
        Rune before = RuneBefore(text, at);
        bool isLetter = Has(before, EnglishCharacters.Letter), isDigit = before.Value is >= '0' and <= '9';
        if (rune.Value is '+' or '-' or '*' or '^' && isDigit && rest.Length > 1 && rest[1] is (>= '0' and <= '9') or '-') return 1;
        if (rune.Value == '.' && Has(before, EnglishCharacters.Lower | EnglishCharacters.Quote)
            && Next(1, EnglishCharacters.Upper | EnglishCharacters.Quote)) return 1;
        if (rune.Value == ',' && isLetter && Next(1, EnglishCharacters.Letter)) return 1;
        if (!isLetter && !isDigit) return 0;
        foreach (string hyphen in Hyphens)
            if (rest.StartsWith(hyphen, StringComparison.Ordinal) && Next(hyphen.Length, EnglishCharacters.Letter)) return hyphen.Length;
        return rune.Value is ':' or '<' or '>' or '=' or '/' && Next(1, EnglishCharacters.Letter) ? 1 : 0;

        bool Next(int offset, int flags) => offset < rest.Length && Has(Rune.GetRuneAt(rest, offset), flags);
    }

    private static unsafe bool IsUrl(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        fixed (byte* first = utf8) return EnglishUrl.IsMatch(first, first + utf8.Length);
    }

    private static void AddParts(List<(int Start, int Length)> tokens, int start, IEnumerable<string> parts)
    {
        foreach (string part in parts)
        {
            tokens.Add((start, part.Length));
            start += part.Length;
        }
    }

    private static Rune RuneBefore(string text, int at) => Rune.GetRuneAt(text, char.IsLowSurrogate(text[at - 1]) ? at - 2 : at - 1);

    private static bool IsIcon(Rune rune) => (EnglishCharacters.Of(rune.Value) & EnglishCharacters.Infix) != 0 && rune.Value != '…';

    private static bool Has(Rune rune, int flags) => (EnglishCharacters.Of(rune.Value) & flags) != 0;

    private static bool IsSpace(Rune rune) => Rune.IsWhiteSpace(rune) || rune.Value is >= 0x1C and <= 0x1F;
}
