namespace DataCuration.Extraction;

/// <summary>An attribute of an element.</summary>
/// <param name="Name">The name.</param>
/// <param name="Start">The start of the value in the page.</param>
/// <param name="Length">The length of the value in bytes, with character references as written.</param>
internal readonly record struct HtmlAttribute(HtmlAttributeName Name, int Start, int Length);
