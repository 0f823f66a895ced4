namespace DataCuration.Filters;

/// <summary>A rule that keeps or removes a line.</summary>
internal interface ILineRule
{
    /// <summary>Returns true if a line stays.</summary>
    /// <param name="line">The line without its line feed.</param>
    bool Keeps(ReadOnlySpan<byte> line);
}
