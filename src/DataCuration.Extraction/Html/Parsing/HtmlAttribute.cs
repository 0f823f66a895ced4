namespace DataCuration.Extraction;

/// <summary>An attribute of an element.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Start">Where its value begins in the page.</param>
/// <param name="Length">The value's length in bytes, character references as written.</param>
internal readonly record struct HtmlAttribute(HtmlAttributeName Name, int Start, int Length);
