namespace DataCuration;

/// <summary>The result of a step of a <see cref="UnitInput"/>.</summary>
internal enum UnitStep
{
    /// <summary>Content was read.</summary>
    Data,

    /// <summary>A unit (a gzip member, a zstd frame, a plain file) starts.</summary>
    UnitStart,

    /// <summary>Stored bytes were lost.</summary>
    Lost,

    /// <summary>The file ended.</summary>
    End,
}
