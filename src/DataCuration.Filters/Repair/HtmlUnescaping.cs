namespace DataCuration.Filters;

/// <summary>The lines in which <see cref="MojibakeRepair"/> replaces HTML character references.</summary>
public enum HtmlUnescaping
{
    /// <summary>In the lines before the first one with the sign <c>&lt;</c>, which suggests that the text is HTML (<c>"auto"</c>).</summary>
    BeforeMarkup,

    /// <summary>Everywhere (<c>True</c>).</summary>
    Always,

    /// <summary>Nowhere (<c>False</c>).</summary>
    Never,
}
