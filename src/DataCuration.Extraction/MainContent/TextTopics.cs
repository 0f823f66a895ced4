namespace DataCuration.Extraction;

/// <summary>Topics of words that help to tell main content from boilerplate. A word can have several.</summary>
internal enum TextTopics
{
    /// <summary>Newsletters, accounts, applications.</summary>
    Subscribe,

    /// <summary>Social networks and sharing.</summary>
    Follow,

    /// <summary>Other pages to read or watch.</summary>
    More,

    /// <summary>Sources and credits of pictures.</summary>
    Credit,

    /// <summary>Terms, privacy, cookies.</summary>
    Legal,

    /// <summary>Reader comments.</summary>
    Comment,

    /// <summary>Authors.</summary>
    Byline,

    /// <summary>Months, days and times.</summary>
    Date,

    /// <summary>Advertisements.</summary>
    Advertisement,

    /// <summary>Prices, carts, delivery.</summary>
    Commerce,

    /// <summary>Reviews and ratings.</summary>
    Review,

    /// <summary>Words of menus and forms.</summary>
    Menu,

    /// <summary>Addresses the reader.</summary>
    You,

    /// <summary>The publisher about itself.</summary>
    We,

    /// <summary>First person singular.</summary>
    I,

    /// <summary>Third persons and reported speech.</summary>
    They,

    /// <summary>Commands and requests.</summary>
    Request,

    /// <summary>Function words: articles, prepositions, conjunctions.</summary>
    Function,
}
