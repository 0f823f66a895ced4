namespace DataCuration.Filters;

/// <summary>The place in a text or line at which an entry of a list counts.</summary>
public enum TextPlace
{
    /// <summary>Anywhere.</summary>
    Anywhere,

    /// <summary>At the start.</summary>
    Start,

    /// <summary>At the end.</summary>
    End,
}
