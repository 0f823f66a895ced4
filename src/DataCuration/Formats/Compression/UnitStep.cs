namespace DataCuration;

/// <summary>What a <see cref="UnitInput"/> came to.</summary>
internal enum UnitStep
{
    /// <summary>Content was read.</summary>
    Data,

    /// <summary>A unit (a gzip member, a zstd frame, a plain file) begins.</summary>
    UnitStart,

    /// <summary>Stored bytes are lost.</summary>
    Lost,

    /// <summary>The file ends.</summary>
    End,
}
