using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>The state of one match: the text, and a budget of steps, so that no pattern can run for hours.</summary>
internal ref struct PatternInput(ReadOnlySpan<byte> text)
{
    /// <summary>The text in UTF-8.</summary>
    public readonly ReadOnlySpan<byte> Text = text;

    /// <summary>The steps left.</summary>
    public long Steps = 1_000_000 + 2_000L * text.Length;
}

/// <summary>A step of a pattern. A step knows the next one, so that it can try several ways on.</summary>
internal abstract class PatternNode
{
    /// <summary>The next step. Set once, when the pattern is compiled.</summary>
    public PatternNode Next { get; set; } = null!;

    /// <summary>Returns the end of the match that starts here; -1 without one.</summary>
    public abstract int Match(ref PatternInput input, int at);

    /// <summary>Counts a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    protected static void Count(ref PatternInput input)
    {
        if (--input.Steps < 0) throw new InvalidDataException("The splitting pattern needs too many steps for this text.");
    }
}

/// <summary>The end of a pattern, or of the part inside a look-around or an atomic group.</summary>
internal sealed class AcceptNode : PatternNode
{
    public override int Match(ref PatternInput input, int at) => at;
}

/// <summary>Characters of a set, with two limits for their number, greedily or lazily.</summary>
internal sealed class SetNode(PointSet set, int min, int max, RepeatKind kind) : PatternNode
{
    public override int Match(ref PatternInput input, int at)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ReadOnlySpan<byte> text = input.Text;
        int count = 0, end = at;
        int wanted = kind == RepeatKind.Lazy ? min : max;
        while (count < wanted && end < text.Length && set.Contains(CodePoints.Decode(text, end, out int length)))
        {
            end += length;
            count++;
        }
        if (count < min) return -1;
        if (kind == RepeatKind.Possessive || (kind == RepeatKind.Greedy && count == min)) return Next.Match(ref input, end);
        if (kind == RepeatKind.Lazy) return MatchLazily(ref input, end, count);
        while (true)
        {
            Count(ref input);
            int found = Next.Match(ref input, end);
            if (found >= 0 || count == min) return found;
            CodePoints.DecodeBefore(text, end, out int last);
            end -= last;
            count--;
        }
    }

    private int MatchLazily(ref PatternInput input, int end, int count)
    {
        while (true)
        {
            Count(ref input);
            int found = Next.Match(ref input, end);
            if (found >= 0 || count == max || end == input.Text.Length) return found;
            if (!set.Contains(CodePoints.Decode(input.Text, end, out int length))) return -1;
            end += length;
            count++;
        }
    }
}

/// <summary>One of several ways, the first that leads to a match.</summary>
internal sealed class ChoiceNode(PatternNode[] ways) : PatternNode
{
    public override int Match(ref PatternInput input, int at)
    {
        Count(ref input);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        foreach (PatternNode way in ways)
        {
            int found = way.Match(ref input, at);
            if (found >= 0) return found;
        }
        return -1;
    }
}

/// <summary>The head of a loop without an upper limit: the body again, or the rest.</summary>
internal sealed class LoopNode(bool isLazy) : PatternNode
{
    /// <summary>The first step of the body, whose last one is this loop's <see cref="LoopEndNode"/>.</summary>
    public PatternNode Body { get; set; } = null!;

    public override int Match(ref PatternInput input, int at)
    {
        Count(ref input);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        int found = (isLazy ? Next : Body).Match(ref input, at);
        return found >= 0 ? found : (isLazy ? Body : Next).Match(ref input, at);
    }
}

/// <summary>The end of a loop's body. Bodies that can be empty are refused, so each round reads something.</summary>
internal sealed class LoopEndNode(LoopNode loop) : PatternNode
{
    public override int Match(ref PatternInput input, int at) => loop.Match(ref input, at);
}

/// <summary>A look ahead that reads nothing, or an atomic group that keeps its first match.</summary>
internal sealed class AheadNode(PatternNode body, bool isNegated, bool reads) : PatternNode
{
    public override int Match(ref PatternInput input, int at)
    {
        Count(ref input);
        RuntimeHelpers.EnsureSufficientExecutionStack();
        int found = body.Match(ref input, at);
        if ((found >= 0) == isNegated) return -1;
        return Next.Match(ref input, reads ? found : at);
    }
}

/// <summary>A condition on the place between two characters.</summary>
internal sealed class PlaceNode(PlaceKind kind, PointSet? set, bool isNegated) : PatternNode
{
    public override int Match(ref PatternInput input, int at)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        ReadOnlySpan<byte> text = input.Text;
        bool holds = kind switch
        {
            PlaceKind.Start => at == 0,
            PlaceKind.End => at == text.Length,
            PlaceKind.EndOrLastBreak => at == text.Length || (at == text.Length - 1 && text[at] == '\n'),
            PlaceKind.LineStart => at == 0 || text[at - 1] == '\n',
            PlaceKind.LineEnd => at == text.Length || text[at] == '\n',
            PlaceKind.Behind => at > 0 && set!.Contains(CodePoints.DecodeBefore(text, at, out _)),
            _ => (at > 0 && set!.Contains(CodePoints.DecodeBefore(text, at, out _))) != (at < text.Length && set!.Contains(CodePoints.Decode(text, at, out _))),
        };
        return holds == isNegated ? -1 : Next.Match(ref input, at);
    }
}
