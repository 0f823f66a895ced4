namespace DataCuration;

/// <summary>Two ids: an edge of a graph, or an id and the smallest id of its component. 16 bytes without padding.</summary>
/// <param name="First">The one.</param>
/// <param name="Second">The other.</param>
public readonly record struct IdPair(long First, long Second);
