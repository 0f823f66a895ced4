using System.Text;
using System.Text.Json;
using DataCuration.Extraction;

namespace DataCuration.Recipes;

/// <summary>
/// Joins title, body and comments of a post into one text. The body is converted before; comments are HTML here. A comment's field is an array of texts, or of
/// objects with a text and a score.
/// </summary>
/// <param name="options">The options.</param>
internal sealed class PostTextBuilder(StackOverflowOptions options) : DocumentTransform
{
    /// <summary>Converts titles and comments. Tests set a smaller one.</summary>
    internal HtmlFragmentConverter Converter { get; init; } = new();

    protected override StageResult Transform(Document document, StageContext context)
    {
        var text = new StringBuilder();
        string? title = options.TitleField is { } field ? RecipeFields.FindText(document, field) : null;
        if (title is not null) text.Append(Convert(document, options.TitleField!, nameof(options.TitleField), title)).Append("\n\n");
        text.Append(document.Text.TrimEnd());
        if (options.CommentsField is { } comments)
        {
            foreach (string comment in ReadComments(document, comments))
                if (Convert(document, comments, nameof(options.CommentsField), comment) is { Length: > 0 } converted)
                    text.Append("\n\nComment: ").Append(converted);
        }
        string joined = text.ToString();
        return joined == document.Text ? StageResult.Keep : StageResult.Replace(document.WithText(joined));
    }

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", 1);
        writer.Add(nameof(options.TitleField), options.TitleField);
        writer.Add(nameof(options.CommentsField), options.CommentsField);
        writer.Add(nameof(options.CommentTextField), options.CommentTextField);
        writer.Add(nameof(options.CommentScoreField), options.CommentScoreField);
        writer.Add(nameof(options.MinCommentScore), options.MinCommentScore?.ToString("R", System.Globalization.CultureInfo.InvariantCulture));
    }

    private string Convert(Document document, string field, string option, string html)
    {
        try
        {
            return Converter.Convert(html);
        }
        catch (InvalidDataException e)
        {
            throw new CurationException($"Document '{document.Id}': field '{field}' has HTML that is too large: {e.Message} "
                + $"Shorten it, drop the document, or set {nameof(StackOverflowOptions)}.{option} to null.", e);
        }
    }

    private List<string> ReadComments(Document document, string field)
    {
        var comments = new List<string>();
        // A post without comments often lacks the field, unlike a post without a score.
        if (!document.TryGetValue(field, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return comments;
        if (value.Kind != AnnotationKind.Json) throw Unusable(document, field, "not an array");
        using JsonDocument json = JsonDocument.Parse(value.AsJson());
        if (json.RootElement.ValueKind != JsonValueKind.Array) throw Unusable(document, field, "not an array");
        foreach (JsonElement item in json.RootElement.EnumerateArray())
        {
            if (item.ValueKind == JsonValueKind.String)
            {
                comments.Add(item.GetAnyText());
                continue;
            }
            if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(options.CommentTextField, out JsonElement text)
                    || text.ValueKind != JsonValueKind.String)
                throw Unusable(document, field, $"an array with an entry that is neither a text nor an object with the text '{options.CommentTextField}'");
            if (options.MinCommentScore is { } least)
            {
                if (!item.TryGetProperty(options.CommentScoreField, out JsonElement score) || !score.TryGetNumber(out double votes))
                    throw Unusable(document, field, $"an array with an entry without the number '{options.CommentScoreField}'");
                if (votes < least) continue;
            }
            comments.Add(text.GetAnyText());
        }
        return comments;
    }

    private static CurationException Unusable(Document document, string field, string what) =>
        new($"Document '{document.Id}': field '{field}' is {what}. Set {nameof(StackOverflowOptions)}.{nameof(StackOverflowOptions.CommentsField)}.");
}
