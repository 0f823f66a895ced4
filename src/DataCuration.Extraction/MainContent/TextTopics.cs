namespace DataCuration.Extraction;

/// <summary>What the words of a text are about, as far as it tells main content from what stands around it. Some words say two things.</summary>
internal enum TextTopics
{
    /// <summary>Newsletters, accounts, applications.</summary>
    Subscribe,

    /// <summary>Social networks and sharing.</summary>
    Follow,

    /// <summary>Other pages to read or watch.</summary>
    More,

    /// <summary>Where a picture comes from.</summary>
    Credit,

    /// <summary>Terms, privacy, cookies.</summary>
    Legal,

    /// <summary>What readers say.</summary>
    Comment,

    /// <summary>Who wrote it.</summary>
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

    /// <summary>The reader.</summary>
    You,

    /// <summary>The publisher.</summary>
    We,

    /// <summary>A person who writes of herself.</summary>
    I,

    /// <summary>Third persons and what they say.</summary>
    They,

    /// <summary>Commands and requests.</summary>
    Request,

    /// <summary>Articles, prepositions, conjunctions: the most frequent words of prose.</summary>
    Function,
}
