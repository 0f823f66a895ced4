namespace DataCuration.Extraction;

/// <summary>Interprets attributes other than class and id.</summary>
internal static class ElementStyle
{
    /// <summary>Gets the place for an ARIA role (WAI-ARIA 1.2, landmark roles).</summary>
    public static PlaceFlags PlaceOfRole(ReadOnlySpan<byte> role) =>
        role.SequenceEqual("navigation"u8) || role.SequenceEqual("menu"u8) || role.SequenceEqual("menubar"u8)
            || role.SequenceEqual("tablist"u8) ? PlaceFlags.Navigation
        : role.SequenceEqual("main"u8) ? PlaceFlags.Main
        : role.SequenceEqual("banner"u8) ? PlaceFlags.Header
        : role.SequenceEqual("contentinfo"u8) ? PlaceFlags.Footer
        : role.SequenceEqual("complementary"u8) ? PlaceFlags.Aside
        : role.SequenceEqual("article"u8) ? PlaceFlags.Article
        : role.SequenceEqual("search"u8) || role.SequenceEqual("form"u8) ? PlaceFlags.Form
        : role.SequenceEqual("dialog"u8) || role.SequenceEqual("alertdialog"u8) || role.SequenceEqual("alert"u8) ? PlaceFlags.Dialog
        : role.SequenceEqual("button"u8) ? PlaceFlags.Button
        : PlaceFlags.None;

    /// <summary>Gets the place for a microdata property (schema.org).</summary>
    public static PlaceFlags PlaceOfProperty(ReadOnlySpan<byte> property) =>
        property.SequenceEqual("articleBody"u8) ? PlaceFlags.ArticleBody
        : property.SequenceEqual("text"u8) || property.SequenceEqual("reviewBody"u8) ? PlaceFlags.UserContent
        : property.SequenceEqual("description"u8) ? PlaceFlags.Description
        : PlaceFlags.None;
}
