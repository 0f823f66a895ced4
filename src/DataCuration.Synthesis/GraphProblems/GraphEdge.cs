namespace DataCuration.Synthesis;

/// <summary>An edge between two nodes, which are counted from 0.</summary>
/// <param name="From">The first node, or the start of a directed edge.</param>
/// <param name="To">The second node, or the end of a directed edge.</param>
/// <param name="Weight">The weight, length or capacity; 1 in graphs without weights.</param>
internal readonly record struct GraphEdge(int From, int To, int Weight);
