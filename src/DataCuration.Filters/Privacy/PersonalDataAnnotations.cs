namespace DataCuration.Filters;

/// <summary>The annotations of <see cref="PersonalDataRemover"/>.</summary>
public static class PersonalDataAnnotations
{
    /// <summary>The number of places with personal data. Written only if there are any.</summary>
    public static readonly AnnotationKey<int> Count = new("personal_data_count");

    /// <summary>
    /// The name of the annotation with the places: a JSON array of <c>[start, end, "kind"]</c> in code points of the text, as Dolma's spans are counted.
    /// </summary>
    public const string Spans = "personal_data";
}
