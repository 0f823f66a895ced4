using System.Buffers;
using System.Collections.Frozen;

namespace DataCuration.Extraction;

/// <summary>
/// The rule of RedStone (arXiv 2412.03398) on whether a text holds formulas, by the LaTeX commands in it: words of <c>\[A-Z]{0,9}[a-z]{2,9}</c>. A text with enough distinct accepted commands is accepted; one with exactly one
/// is if an operator stands on a line with it; of all others the rule cannot tell. The paper's lists and operators are not published: see <see cref="AcceptedCommands"/>. Thread-safe.
/// </summary>
public sealed record MathTextRule
{
    private const int MaxCapitals = 9, MinSmall = 2, MaxSmall = 9;

    /// <summary>Signs that make a formula of a single symbol: relations, sums, sub- and superscripts.</summary>
    private static readonly SearchValues<char> Operators = SearchValues.Create("=<>+^_≤≥≠≈≡±×÷·∑∏∫√∈∉⊂⊆∪∩→⇒⇔∞∂∇");

    private readonly FrozenSet<string> accepted = Shorten(LatexCommands.Accepted).Except(Shorten(LatexCommands.Rejected)).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>The rule with its defaults.</summary>
    public static MathTextRule Default { get; } = new();

    /// <summary>How many distinct commands make a text accepted; 2 or more. Default: 5 (RedStone).</summary>
    public int MinCommands
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least 2: one command needs an operator.");
    } = 5;

    /// <summary>
    /// The commands that count, without backslash. Default: those that TeX, LaTeX and amsmath have for math mode alone; RedStone's own list is not published. Names are compared as far as the pattern reads them:
    /// <c>rightarrow</c>, with ten small letters, as <c>rightarro</c>.
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

    /// <summary>The commands that never count, even if accepted: a way to take some away. Default: commands of text and document structure, of RTF, and names usual in Windows paths.</summary>
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

    /// <summary>Judges a text.</summary>
    /// <param name="text">The text.</param>
    /// <returns><see cref="RuleVerdict.Accepted"/> or <see cref="RuleVerdict.Undecided"/>: that a text has no LaTeX does not mean that it has no formulas.</returns>
    public RuleVerdict Evaluate(ReadOnlySpan<char> text)
    {
        HashSet<string>? distinct = null;
        FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = accepted.GetAlternateLookup<ReadOnlySpan<char>>();
        bool hasOperator = false;
        int at = 0, checkedTo = 0; // up to where lines were looked through for operators
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

    /// <summary>Lists the commands of a text in order, with repetitions, without backslash: what the pattern finds.</summary>
    /// <param name="text">The text.</param>
    public static IReadOnlyList<string> FindCommands(ReadOnlySpan<char> text)
    {
        List<string> commands = [];
        int at = 0;
        while (NextCommand(text, ref at, out ReadOnlySpan<char> name)) commands.Add(name.ToString());
        return commands;
    }

    /// <summary>Writes what identifies the rule.</summary>
    /// <param name="writer">Takes the options.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(MinCommands), MinCommands);
        writer.Add(nameof(AcceptedCommands), string.Join(' ', AcceptedCommands));
        writer.Add(nameof(RejectedCommands), string.Join(' ', RejectedCommands));
    }

    private static FrozenSet<string> Combine(IEnumerable<string> accepted, IEnumerable<string> rejected) => Shorten(accepted).Except(Shorten(rejected)).ToFrozenSet(StringComparer.Ordinal);

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
