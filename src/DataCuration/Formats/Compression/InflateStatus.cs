namespace DataCuration;

/// <summary>Where an <see cref="Inflater"/> stands after a call.</summary>
internal enum InflateStatus
{
    /// <summary>There is more to come.</summary>
    More,

    /// <summary>The data ended as it should.</summary>
    Finished,

    /// <summary>The stored bytes end inside the data.</summary>
    Truncated,

    /// <summary>The data is not valid; <see cref="Inflater.Error"/> says why.</summary>
    Invalid,
}
