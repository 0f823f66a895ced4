namespace DataCuration.Recipes;

/// <summary>Writes a question with its answer as one text.</summary>
internal sealed class QuestionTemplate(MathFromScratchOptions options) : DocumentTransform
{
    /// <summary>The places of a template.</summary>
    public const string Question = "{question}", Answer = "{answer}";

    protected override StageResult Transform(Document document, StageContext context)
    {
        string question = RecipeFields.GetText(document, options.QuestionField, nameof(options.QuestionField));
        string answer = RecipeFields.GetText(document, options.AnswerField, nameof(options.AnswerField));
        // Piece by piece: a question that has "{answer}" in its text is not a template.
        string[] pieces = options.Template.Split(Question);
        for (int i = 0; i < pieces.Length; i++) pieces[i] = pieces[i].Replace(Answer, answer, StringComparison.Ordinal);
        return StageResult.Replace(document.WithText(string.Join(question, pieces)));
    }

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", 1);
        writer.Add(nameof(options.QuestionField), options.QuestionField);
        writer.Add(nameof(options.AnswerField), options.AnswerField);
        writer.Add(nameof(options.Template), options.Template);
    }
}
