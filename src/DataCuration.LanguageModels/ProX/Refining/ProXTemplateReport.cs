namespace DataCuration.LanguageModels;

/// <summary>The results of a <see cref="ProXTemplateTest"/>.</summary>
/// <param name="Scores">The result of each template, in the order of the test.</param>
public sealed record ProXTemplateReport(IReadOnlyList<ProXTemplateScore> Scores)
{
    /// <summary>The name of the template with the most documents with calls, of those that pass; the first of several. Null if all fail.</summary>
    public string? Best => Scores.Where(score => score.Passes).MaxBy(score => score.WithCalls)?.Template;

    /// <summary>Returns a line for each template, and one with the choice.</summary>
    public override string ToString() =>
        string.Join(Environment.NewLine, Scores) + Environment.NewLine + (Best is { } best ? $"Use the template '{best}'."
            : "No template passes. Check that the server passes messages through and that the model is a ProX chunk refiner.");
}
