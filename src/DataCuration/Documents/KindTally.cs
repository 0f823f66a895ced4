namespace DataCuration;

/// <summary>Finds the kind that holds some values without loss.</summary>
internal sealed class KindTally
{
    /// <summary>The integers that a double holds exactly are those up to this one, 2^53.</summary>
    private const long MaxExactInteger = 1L << 53;

    private readonly HashSet<AnnotationKind> kinds = [];
    private bool hasLongIntegers;

    /// <summary>Adds a value.</summary>
    public void Add(AnnotationValue value)
    {
        kinds.Add(value.Kind);
        hasLongIntegers |= value.Kind == AnnotationKind.Integer && value.AsInteger() is > MaxExactInteger or < -MaxExactInteger;
    }

    /// <summary>Returns the kind; see <see cref="CorpusField.Kind"/>.</summary>
    public AnnotationKind ToKind()
    {
        AnnotationKind[] found = [.. kinds.Where(static kind => kind != AnnotationKind.Null)];
        if (found.Length <= 1) return found.Length == 0 ? AnnotationKind.Null : found[0];
        bool isNumeric = found.All(static kind => kind is AnnotationKind.Integer or AnnotationKind.Number);
        return isNumeric && !hasLongIntegers ? AnnotationKind.Number : AnnotationKind.String;
    }
}
