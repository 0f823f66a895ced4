using System.Runtime.CompilerServices;

namespace DataCuration.Tokenization;

/// <summary>Compiles the parts of a pattern to steps, each of which knows the next one.</summary>
/// <param name="source">The pattern, for messages.</param>
internal sealed class PatternLinker(string source)
{
    /// <summary>The most steps of a pattern.</summary>
    public const int MaxNodes = 20_000;

    private int nodes;

    /// <summary>Returns the first step of a part, with the step after it.</summary>
    public PatternNode Link(PatternTree tree, PatternNode next)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        if (++nodes > MaxNodes) throw Refuse("too many parts");
        switch (tree.Part)
        {
            case PatternPart.Set:
                return new SetNode(tree.Set!, 1, 1, RepeatKind.Greedy) { Next = next };
            case PatternPart.Place:
                return new PlaceNode(tree.Place, tree.Set, tree.IsNegated) { Next = next };
            case PatternPart.Look or PatternPart.Atomic:
                return new AheadNode(Link(tree.Parts[0], new AcceptNode()), tree.IsNegated, tree.Part == PatternPart.Atomic) { Next = next };
            case PatternPart.Choice:
                var ways = new PatternNode[tree.Parts.Count];
                for (int i = 0; i < ways.Length; i++) ways[i] = Link(tree.Parts[i], next);
                return new ChoiceNode(ways);
            case PatternPart.Sequence:
                for (int i = tree.Parts.Count - 1; i >= 0; i--) next = Link(tree.Parts[i], next);
                return next;
            default:
                return LinkRepeat(tree, next);
        }
    }

    private PatternNode LinkRepeat(PatternTree tree, PatternNode next)
    {
        PatternTree body = tree.Parts[0];
        while (body is { Part: PatternPart.Sequence, Parts: [var only] }) body = only;
        if (body.Part == PatternPart.Set) return new SetNode(body.Set!, tree.Min, tree.Max, tree.Kind) { Next = next };
        if (tree.Kind == RepeatKind.Possessive)
        {
            var greedy = new PatternTree(PatternPart.Repeat, tree.Parts, tree.Min) { Max = tree.Max };
            return new AheadNode(Link(greedy, new AcceptNode()), isNegated: false, reads: true) { Next = next };
        }
        PatternNode rest = next;
        if (tree.Max == int.MaxValue)
        {
            if (body.CanBeEmpty) throw Refuse("a repetition of a part that can be empty");
            var loop = new LoopNode(tree.Kind == RepeatKind.Lazy) { Next = next };
            loop.Body = Link(body, new LoopEndNode(loop));
            rest = loop;
        }
        else
        {
            for (int i = tree.Min; i < tree.Max; i++)
            {
                PatternNode more = Link(body, rest);
                rest = new ChoiceNode(tree.Kind == RepeatKind.Lazy ? [next, more] : [more, next]);
            }
        }
        for (int i = 0; i < tree.Min; i++) rest = Link(body, rest);
        return rest;
    }

    private NotSupportedException Refuse(string what) => new($"The pattern '{source}' has {what}.");
}
