using DataCuration.Extraction;

namespace DataCuration.Recipes;

/// <summary>Keeps texts with formulas, by a rule and, if the rule leaves it open, by a scorer.</summary>
internal sealed class FormulaFilter(MathFromScratchOptions options) : DocumentFilter
{
    protected override StageResult Evaluate(Document document, StageContext context) =>
        options.Rule.Evaluate(document.Text) == RuleVerdict.Accepted || options.Scorer?.Score(document) >= options.MinScore
            ? StageResult.Keep : StageResult.Drop(MathFromScratchRecipe.NoMathReason);

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", 1);
        writer.AddScope(nameof(options.Rule), options.Rule.Describe);
        if (options.Scorer is { } scorer) writer.AddScope(nameof(options.Scorer), scorer.Describe);
        writer.Add(nameof(options.MinScore), options.MinScore);
    }
}
