namespace DataCuration.Experiments.Select;

/// <summary>A kind of text that selections should resemble: the documents of a pool in which a field has a value.</summary>
/// <param name="Name">Its name in the table and in folders.</param>
/// <param name="Field">The field.</param>
/// <param name="Value">The value.</param>
internal sealed record BenchTarget(string Name, string Field, string Value)
{
    // The part of a document depends on its id only.
    private const double TargetShare = 0.4, EvaluationEnd = 0.7;

    /// <summary>Reads <c>NAME=FIELD:VALUE</c>.</summary>
    public static BenchTarget Parse(string text)
    {
        string[] parts = text.Split('=', 2);
        string[] condition = parts.Length == 2 ? parts[1].Split(':', 2) : [];
        return condition.Length == 2 && parts[0].Length > 0 ? new(parts[0], condition[0], condition[1])
            : throw new ArgumentException($"--target takes NAME=FIELD:VALUE, such as cancer=source:medquad-cancergov, not '{text}'.");
    }

    /// <summary>True for the documents of the target's own source.</summary>
    public bool Has(Document document) => document.TryGetValue(Field, out AnnotationValue value) && value.AsString() == Value;

    /// <summary>True for the 40 % of the source that the selections know.</summary>
    public bool IsTarget(Document document) => Has(document) && PartOf(document) < TargetShare;

    /// <summary>True for the 30 % of the source that the models are evaluated on. The last 30 % stay in the pool.</summary>
    public bool IsEvaluation(Document document) => Has(document) && PartOf(document) is >= TargetShare and < EvaluationEnd;

    private static double PartOf(Document document) => SeededRandom.Create(0, "selection bench", document.Id).NextDouble();
}
