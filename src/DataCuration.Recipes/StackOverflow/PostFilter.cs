namespace DataCuration.Recipes;

/// <summary>Keeps posts of the wanted kinds with enough votes. Drop reasons: <c>other_post_type</c> and <c>low_score</c>.</summary>
/// <param name="options">The options.</param>
internal sealed class PostFilter(StackOverflowOptions options) : DocumentFilter
{
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        if (options.TypeField is { } field)
        {
            string type = RecipeFields.GetText(document, field, $"{nameof(StackOverflowOptions)}.{nameof(StackOverflowOptions.TypeField)}");
            if (!options.Types.Contains(type, StringComparer.OrdinalIgnoreCase)) return StageResult.Drop("other_post_type");
        }
        double score = RecipeFields.GetNumber(document, options.ScoreField, $"{nameof(StackOverflowOptions)}.{nameof(StackOverflowOptions.ScoreField)}");
        return score >= options.MinScore ? StageResult.Keep : StageResult.Drop("low_score");
    }

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", 1);
        writer.Add(nameof(options.TypeField), options.TypeField);
        writer.Add(nameof(options.Types), string.Join('\0', options.Types));
        writer.Add(nameof(options.ScoreField), options.ScoreField);
        writer.Add(nameof(options.MinScore), options.MinScore);
    }
}
