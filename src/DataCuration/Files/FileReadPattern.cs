namespace DataCuration;

/// <summary>The order in which a file is going to be read. A store may read ahead accordingly; the bytes are the same.</summary>
public enum FileReadPattern
{
    /// <summary>From one place to the end, or far.</summary>
    Sequential,

    /// <summary>Pieces at different places.</summary>
    Random,
}
