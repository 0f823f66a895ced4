using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// Compiles a regular expression in the syntax of Oniguruma (Ruby's), which <c>tokenizer.json</c> uses. Groups do not capture. Back references, conditions,
/// calls and look-behinds of more than one character are refused.
/// </summary>
internal ref struct PatternParser
{
    private const int MaxDepth = 100, MaxRepeat = 1000, MaxShown = 200;
    private readonly ReadOnlySpan<int> pattern;
    private readonly string source;
    private int at;
    private int depth, count;
    private bool ignoresCase, dotMatchesBreaks, isExtended;

    private PatternParser(string source, ReadOnlySpan<int> pattern)
    {
        this.source = source;
        this.pattern = pattern;
    }

    /// <summary>Compiles a pattern.</summary>
    /// <exception cref="NotSupportedException">The pattern is wrong, or has a part that is not supported.</exception>
    public static PatternNode Parse(string source)
    {
        int[] points = [.. source.EnumerateRunes().Select(static rune => rune.Value)];
        string shown = Shorten(source);
        var parser = new PatternParser(shown, points);
        try
        {
            PatternTree tree = parser.Choice();
            if (parser.at < points.Length) throw parser.Refuse("a ')' without a '('");
            return new PatternLinker(shown).Link(tree, new AcceptNode());
        }
        catch (InsufficientExecutionStackException e)
        {
            throw new NotSupportedException($"The pattern '{shown}' has parts that are nested too deep for the stack of this thread.", e);
        }
    }

    // The pattern of a hostile file can have megabytes, and each message has it.
    private static string Shorten(string source) =>
        source.Length <= MaxShown ? source : source[..(char.IsHighSurrogate(source[MaxShown - 1]) ? MaxShown - 1 : MaxShown)] + "...";

    private static string TooDeep =>
        string.Create(CultureInfo.InvariantCulture, $"too many nested groups and repetitions: more than the limit of {MaxDepth}");

    private readonly bool IsAtEnd => at >= pattern.Length;

    private readonly int Peek => at < pattern.Length ? pattern[at] : -1;

    private PatternTree Choice()
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++depth > MaxDepth) throw Refuse(TooDeep);
        (bool cases, bool dots, bool extended) = (ignoresCase, dotMatchesBreaks, isExtended);
        var ways = new List<PatternTree> { Sequence() };
        while (Peek == '|')
        {
            at++;
            ways.Add(Sequence());
        }
        (ignoresCase, dotMatchesBreaks, isExtended) = (cases, dots, extended);
        depth--;
        return ways.Count == 1 ? ways[0] : new PatternTree(PatternPart.Choice, ways);
    }

    private PatternTree Sequence()
    {
        var parts = new List<PatternTree>();
        while (!IsAtEnd && Peek != '|' && Peek != ')')
        {
            if (isExtended && SkipExtended()) continue;
            PatternTree? part = Atom();
            if (part is null) continue; // options for the rest of the group
            if (++count > PatternLinker.MaxNodes) throw Refuse("too many parts");
            parts.Add(Repeats(part));
        }
        return new PatternTree(PatternPart.Sequence, parts);
    }

    private bool SkipExtended()
    {
        if (Peek is ' ' or '\t' or '\n' or '\r')
        {
            at++;
            return true;
        }
        if (Peek != '#') return false;
        while (!IsAtEnd && Peek != '\n') at++;
        return true;
    }

    private PatternTree Repeats(PatternTree part)
    {
        while (true)
        {
            (int min, int max) = Peek switch { '*' => (0, int.MaxValue), '+' => (1, int.MaxValue), '?' => (0, 1), _ => (-1, -1) };
            bool isInterval = false;
            if (min >= 0) at++;
            else if (Peek != '{' || !TryInterval(out min, out max)) return part;
            else isInterval = true;
            RepeatKind kind = RepeatKind.Greedy;
            if (Peek == '?')
            {
                at++;
                kind = RepeatKind.Lazy;
            }
            else if (Peek == '+' && !isInterval)
            {
                at++;
                kind = RepeatKind.Possessive;
            }
            if (part.Part is PatternPart.Place or PatternPart.Look) throw Refuse("a repeated condition");
            // A repetition of a repetition, as in 'a+?+', nests as a group does, without a bracket.
            if (depth + part.RepeatDepth > MaxDepth) throw Refuse(TooDeep);
            part = new PatternTree(PatternPart.Repeat, [part], min) { Max = max, Kind = kind };
        }
    }

    private bool TryInterval(out int min, out int max)
    {
        int start = at++;
        bool hasMin = TryNumber(out min);
        max = min;
        if (Peek == ',')
        {
            at++;
            if (!TryNumber(out max)) max = int.MaxValue;
            else if (!hasMin) min = 0;
            if (!hasMin && max == int.MaxValue) min = -1;
        }
        else if (!hasMin) min = -1;
        if (min < 0 || Peek != '}')
        {
            at = start; // an ordinary character
            return false;
        }
        at++;
        if (min > max || min > MaxRepeat || (max > MaxRepeat && max != int.MaxValue)) throw Refuse("a repetition that is too long");
        return true;
    }

    private bool TryNumber(out int value)
    {
        int start = at;
        long number = 0;
        while (Peek is >= '0' and <= '9' && at - start < 9) number = 10 * number + pattern[at++] - '0';
        value = (int)number;
        return at > start;
    }

    private PatternTree? Atom()
    {
        int point = pattern[at++];
        switch (point)
        {
            case '(':
                return Group();
            case '[':
                return Set(new PatternClassParser(pattern, source, ignoresCase).Parse(ref at));
            case '.':
                bool all = dotMatchesBreaks;
                return Set(point => all || point != '\n');
            case '^':
                return Place(PlaceKind.LineStart);
            case '$':
                return Place(PlaceKind.LineEnd);
            case '\\':
                return Escape();
            case '*' or '+' or '?':
                throw Refuse("a repetition of nothing");
            default:
                return Set(Literal(point));
        }
    }

    private PatternTree Escape()
    {
        if (IsAtEnd) throw Refuse("a '\\' at its end");
        switch (Peek)
        {
            case 'A': at++; return Place(PlaceKind.Start);
            case 'z': at++; return Place(PlaceKind.End);
            case 'Z': at++; return Place(PlaceKind.EndOrLastBreak);
            case 'b': at++; return Word(isNegated: false);
            case 'B': at++; return Word(isNegated: true);
            case 'G' or 'K' or 'R' or 'X' or 'g' or 'k' or 'y' or 'Y' or (>= '1' and <= '9'):
                throw Refuse($"'\\{new Rune(Peek)}', which this library does not have");
        }
        if (PatternClassParser.TryClass(pattern, source, ref at, out Func<int, bool>? found)) return Set(found);
        return Set(Literal(PatternClassParser.Character(pattern, source, ref at)));
    }

    private PatternTree? Group()
    {
        if (Peek != '?') return Close(Choice());
        at++;
        int kind = IsAtEnd ? -1 : pattern[at++];
        switch (kind)
        {
            case ':':
                return Close(Choice());
            case '=' or '!':
                return new PatternTree(PatternPart.Look, [Close(Choice())]) { IsNegated = kind == '!' };
            case '>':
                return new PatternTree(PatternPart.Atomic, [Close(Choice())]);
            case '#':
                while (!IsAtEnd && Peek != ')') at++;
                if (IsAtEnd) throw Refuse("a '(' without a ')'");
                at++;
                return null;
            case '<' when Peek is '=' or '!':
                bool isNegated = pattern[at++] == '!';
                PatternTree body = Close(Choice());
                while (body is { Part: PatternPart.Sequence, Parts: [var only] }) body = only;
                if (body.Part != PatternPart.Set) throw Refuse("a look-behind of other than one character");
                return new PatternTree(PatternPart.Place, []) { Place = PlaceKind.Behind, Set = body.Set, IsNegated = isNegated };
            case '<' or 'P':
                while (!IsAtEnd && Peek != '>') at++; // a name
                if (IsAtEnd) throw Refuse("a name without an end");
                at++;
                return Close(Choice());
        }
        at--;
        return Options();
    }

    /// <summary>Reads options such as <c>i-m</c>, for a group or for the rest of the one around them.</summary>
    private PatternTree? Options()
    {
        (bool cases, bool dots, bool extended) = (ignoresCase, dotMatchesBreaks, isExtended);
        bool value = true;
        while (!IsAtEnd && Peek != ':' && Peek != ')')
        {
            switch (pattern[at++])
            {
                case '-': value = false; break;
                case 'i': ignoresCase = value; break;
                case 'm' or 's': dotMatchesBreaks = value; break;
                case 'x': isExtended = value; break;
                default: throw Refuse("a group of an unknown kind");
            }
        }
        if (IsAtEnd) throw Refuse("a '(' without a ')'");
        if (pattern[at++] == ')') return null;
        PatternTree group = Close(Choice());
        (ignoresCase, dotMatchesBreaks, isExtended) = (cases, dots, extended);
        return group;
    }

    private PatternTree Close(PatternTree tree)
    {
        if (Peek != ')') throw Refuse("a '(' without a ')'");
        at++;
        return tree;
    }

    private static PatternTree Set(Func<int, bool> contains) => new(PatternPart.Set, []) { Set = new PointSet(contains) };

    private static PatternTree Place(PlaceKind kind) => new(PatternPart.Place, []) { Place = kind };

    private static PatternTree Word(bool isNegated) =>
        new(PatternPart.Place, []) { Place = PlaceKind.WordBoundary, Set = new PointSet(CharacterClasses.IsWord), IsNegated = isNegated };

    private readonly Func<int, bool> Literal(int point) => ignoresCase ? other => CaseFolds.AreEqual(point, other) : other => point == other;

    private readonly NotSupportedException Refuse(string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"The pattern '{source}' has {what} (at character {at})."));
}
