using System.Buffers;
using System.Collections.Frozen;

namespace DataCuration.Extraction;

/// <summary>
/// RedStone's rule (arXiv 2412.03398) for whether a text has formulas, by its LaTeX commands: matches of <c>\[A-Z]{0,9}[a-z]{2,9}</c>. A text with enough
/// distinct accepted commands is accepted. A text with exactly one is accepted if that command shares a line with an operator. All other texts are undecided.
/// The paper's lists and operators are not published: see <see cref="AcceptedCommands"/>. Thread-safe.
/// </summary>
public sealed record MathTextRule
{
    private const int MaxCapitals = 9, MinSmall = 2, MaxSmall = 9;

    /// <summary>Operators that make a formula of a single symbol: relations, sums, sub- and superscripts.</summary>
    private static readonly SearchValues<char> Operators = SearchValues.Create("=<>+^_≤≥≠≈≡±×÷·∑∏∫√∈∉⊂⊆∪∩→⇒⇔∞∂∇");

    private readonly FrozenSet<string> accepted = Shorten(LatexCommands.Accepted).Except(Shorten(LatexCommands.Rejected)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The rule with default options.</summary>
    public static MathTextRule Default { get; } = new();

    /// <summary>The number of distinct accepted commands needed to accept a text; at least 2. Default: 5 (RedStone).</summary>
    public int MinCommands
    {
        get;
        init => field = value >= 2 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The value must be at least 2: a single command needs an operator.");
    } = 5;

    /// <summary>
    /// The commands that count, without backslash. Default: commands that TeX, LaTeX and amsmath define for math mode only; RedStone's own list is not
    /// published. Names are compared as far as the pattern reads them: <c>rightarrow</c>, with ten small letters, is read as <c>rightarro</c>.
    /// </summary>
    public IReadOnlyList<string> AcceptedCommands
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            accepted = Combine(value, RejectedCommands);
        }
    } = LatexCommands.Accepted;

    /// <summary>
    /// The commands that never count, even if they are accepted. Default: commands of text and document structure, of RTF, and names common in Windows paths.
    /// </summary>
    public IReadOnlyList<string> RejectedCommands
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
            accepted = Combine(AcceptedCommands, value);
        }
    } = LatexCommands.Rejected;

    /// <summary>Evaluates a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns>
    /// <see cref="RuleVerdict.Accepted"/> or <see cref="RuleVerdict.Undecided"/>. A text without LaTeX can still have formulas, so it is never rejected.
    /// </returns>
    public RuleVerdict Evaluate(ReadOnlySpan<char> text)
    {
        HashSet<string>? distinct = null;
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = accepted.GetAlternateLookup<ReadOnlySpan<char>>();
        bool hasOperator = false;
        int at = 0, checkedTo = 0; // the end of the lines already searched for operators
        while (NextCommand(text, ref at, out ReadOnlySpan<char> name))
        {
            if (!lookup.TryGetValue(name, out string? command)) continue;
            (distinct ??= new(StringComparer.Ordinal)).Add(command);
            if (distinct.Count >= MinCommands) return RuleVerdict.Accepted;
            if (hasOperator || at <= checkedTo) continue;
            int begin = text[..at].LastIndexOf('\n') + 1, length = text[at..].IndexOf('\n');
            checkedTo = length < 0 ? text.Length : at + length;
            hasOperator = text[begin..checkedTo].IndexOfAny(Operators) >= 0;
        }
        return distinct is { Count: 1 } && hasOperator ? RuleVerdict.Accepted : RuleVerdict.Undecided;
    }

    /// <summary>Lists the commands in a text in order, with repetitions and without backslash.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> FindCommands(ReadOnlySpan<char> text)
    {
        List<string> commands = [];
        int at = 0;
        while (NextCommand(text, ref at, out ReadOnlySpan<char> name)) commands.Add(name.ToString());
        return commands;
    }

    /// <summary>Writes the options into a fingerprint.</summary>
    /// <param name="writer">Receives the options.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinCommands), MinCommands);
        writer.Add(nameof(AcceptedCommands), string.Join(' ', AcceptedCommands));
        writer.Add(nameof(RejectedCommands), string.Join(' ', RejectedCommands));
    }

    private static FrozenSet<string> Combine(IEnumerable<string> accepted, IEnumerable<string> rejected) =>
        Shorten(accepted).Except(Shorten(rejected)).ToFrozenSet(StringComparer.Ordinal);

    private static IEnumerable<string> Shorten(IEnumerable<string> commands)
    {
        foreach (string command in commands)
        {
            int at = 0;
            if (NextCommand("\\" + command, ref at, out ReadOnlySpan<char> name)) yield return name.ToString();
        }
    }

    private static bool NextCommand(ReadOnlySpan<char> text, ref int at, out ReadOnlySpan<char> name)
    {
        while (true)
        {
            int next = at < text.Length ? text[at..].IndexOf('\\') : -1;
            if (next < 0) break;
            int begin = at + next + 1, small = begin;
            while (small < text.Length && small - begin < MaxCapitals && char.IsAsciiLetterUpper(text[small])) small++;
            int end = small;
            while (end < text.Length && end - small < MaxSmall && char.IsAsciiLetterLower(text[end])) end++;
            at = begin;
            if (end - small < MinSmall) continue;
            name = text[begin..end];
            at = end;
            return true;
        }
        name = default;
        return false;
    }
}
