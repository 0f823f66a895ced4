namespace DataCuration.Selection;

/// <summary>
/// The application domains of DataMan (arXiv 2502.19363), in the order of their letters A to O. Letters and names: <see cref="DataManDomains"/>.
/// </summary>
public enum DataManDomain
{
    /// <summary>A: Medicine.</summary>
    Medicine,

    /// <summary>B: Finance.</summary>
    Finance,

    /// <summary>C: Law.</summary>
    Law,

    /// <summary>D: Education.</summary>
    Education,

    /// <summary>E: Technology.</summary>
    Technology,

    /// <summary>F: Entertainment.</summary>
    Entertainment,

    /// <summary>G: Mathematics.</summary>
    Mathematics,

    /// <summary>H: Coding.</summary>
    Coding,

    /// <summary>I: Government.</summary>
    Government,

    /// <summary>J: Culture.</summary>
    Culture,

    /// <summary>K: Transportation.</summary>
    Transportation,

    /// <summary>L: Retail and e-commerce.</summary>
    RetailECommerce,

    /// <summary>M: Telecommunication.</summary>
    Telecommunication,

    /// <summary>N: Agriculture.</summary>
    Agriculture,

    /// <summary>O: Anything else.</summary>
    Other,
}
