namespace DataCuration;

/// <summary>The state of an <see cref="Inflater"/> after a call.</summary>
internal enum InflateStatus
{
    /// <summary>More output follows.</summary>
    More,

    /// <summary>The data ended normally.</summary>
    Finished,

    /// <summary>The stored bytes end inside the data.</summary>
    Truncated,

    /// <summary>The data is not valid; see <see cref="Inflater.Error"/>.</summary>
    Invalid,
}
