using System.Globalization;

namespace DataCuration.Recipes;

/// <summary>Reads fields that a recipe needs. Errors name the document, the field and the option that names it.</summary>
internal static class RecipeFields
{
    /// <summary>Gets a text that is not empty.</summary>
    /// <param name="document">The document.</param>
    /// <param name="field">The field.</param>
    /// <param name="option">The option that names the field.</param>
    /// <exception cref="CurationException">The document has no such field, or it is empty.</exception>
    public static string GetText(Document document, string field, string option) =>
        FindText(document, field)
            ?? throw new CurationException($"Document '{document.Id}' has no field '{field}', or it is empty. Set {option}. {Existing(document)}");

    /// <summary>Gets a text; null if the field is missing or empty.</summary>
    public static string? FindText(Document document, string field) =>
        document.TryGetValue(field, out AnnotationValue value) && value.Kind != AnnotationKind.Null && value.AsString() is { } text
            && !string.IsNullOrWhiteSpace(text) ? text.Trim() : null;

    /// <summary>Gets a number.</summary>
    /// <exception cref="CurationException">The document has no such field, or it is not a number.</exception>
    public static double GetNumber(Document document, string field, string option)
    {
        string text = GetText(document, field, option);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) && double.IsFinite(number) ? number
            : throw new CurationException($"Document '{document.Id}': field '{field}' is '{Shorten(text)}', which is not a number. Set {option}.");
    }

    /// <summary>Shortens a value for a message.</summary>
    public static string Shorten(string value) => value.Length <= 60 ? value : value[..(char.IsHighSurrogate(value[56]) ? 56 : 57)] + "...";

    private static string Existing(Document document)
    {
        string names = string.Join(", ", document.ListFields().Select(field => $"'{field.Key}'").Take(20));
        return names.Length == 0 ? "The document has no fields but id and text." : $"It has the fields {names}.";
    }
}
