namespace DataCuration.LanguageModels;

/// <summary>The arguments of a call: at most two positional ones or named ones, and <c>all</c>.</summary>
internal ref struct CallArguments
{
    private CallLiteral first, second, all;
    private bool isLineArgument, isTextArgument, isNamed;
    private int positional;

    /// <summary>Adds an argument.</summary>
    /// <param name="name">The name; empty for a positional argument.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if the argument is unknown, given twice, one too many, or positional after a named one.</returns>
    public bool Add(ReadOnlySpan<char> name, CallLiteral value)
    {
        if (name.IsEmpty) return !isNamed && positional++ < 2 && Set(ref (positional == 1 ? ref first : ref second), value);
        isNamed = true;
        switch (name)
        {
            case "start" or "line_start":
                isLineArgument = true;
                return Set(ref first, value);
            case "end" or "line_end":
                isLineArgument = true;
                return Set(ref second, value);
            case "all":
                isLineArgument = true;
                return Set(ref all, value);
            case "source_str":
                isTextArgument = true;
                return Set(ref first, value);
            case "target_str":
                isTextArgument = true;
                return Set(ref second, value);
            default:
                return false;
        }
    }

    /// <summary>Makes the call.</summary>
    /// <param name="function">The function's name.</param>
    /// <param name="error">The error if there is no such call.</param>
    public readonly ProXCall? ToCall(ReadOnlySpan<char> function, out ProXErrorCode error)
    {
        error = ProXErrorCode.WrongArguments;
        switch (function)
        {
            case "remove_lines":
                if (isTextArgument) return null;
                if (all.Kind == LiteralKind.True) return first.Kind == LiteralKind.Missing && second.Kind == LiteralKind.Missing ? new ProXRemoveAll() : null;
                if (all.Kind is not (LiteralKind.Missing or LiteralKind.False)) return null;
                if (first.Kind != LiteralKind.Number || second.Kind != LiteralKind.Number) return null;
                error = first.Number < 0 || second.Number < 0 ? ProXErrorCode.NegativeLine : ProXErrorCode.ReversedRange;
                return first.Number < 0 || first.Number > second.Number ? null : new ProXRemoveLines(first.Number, second.Number);
            case "normalize":
                bool hasTarget = second.Kind == LiteralKind.Text;
                return !isLineArgument && first.Kind == LiteralKind.Text && (hasTarget || second.Kind is LiteralKind.Missing or LiteralKind.None)
                    ? new ProXNormalize(first.Text!, hasTarget ? second.Text! : "") : null;
            case "untouch_doc" or "keep_chunk" or "skip_chunk":
                return first.Kind == LiteralKind.Missing && second.Kind == LiteralKind.Missing && all.Kind == LiteralKind.Missing ? new ProXNoEdit() : null;
            default:
                error = ProXErrorCode.UnknownFunction;
                return null;
        }
    }

    private static bool Set(ref CallLiteral slot, CallLiteral value)
    {
        if (slot.Kind != LiteralKind.Missing) return false;
        slot = value;
        return true;
    }
}
