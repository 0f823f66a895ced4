namespace DataCuration.Synthesis;

/// <summary>The question that a graph problem asks.</summary>
public enum GraphTask
{
    /// <summary>Is there a path between two nodes of an undirected graph? Answer: <c>yes</c> or <c>no</c>.</summary>
    Connectivity,

    /// <summary>A path with the fewest edges, by breadth-first search. Answer: <c>a -> b -> c</c>, or <c>none</c>.</summary>
    ShortestPath,

    /// <summary>A path with the smallest total weight, by Dijkstra's algorithm. Answer: <c>a -> b -> c, weight 12</c>, or <c>none</c>.</summary>
    WeightedShortestPath,

    /// <summary>An order in which every edge leads forwards, by Kahn's algorithm. Answer: <c>a, b, c</c>, or <c>none</c> if there is a cycle.</summary>
    TopologicalSort,

    /// <summary>Does a directed graph have a cycle? By depth-first search. Answer: <c>yes</c> or <c>no</c>.</summary>
    CycleDetection,

    /// <summary>Can the nodes be coloured with two colours so that no edge joins equal ones? Answer: <c>yes</c> or <c>no</c>.</summary>
    BipartiteCheck,

    /// <summary>The number of connected components of an undirected graph.</summary>
    ComponentCount,

    /// <summary>The total weight of a minimum spanning tree of a connected graph, by Kruskal's algorithm.</summary>
    SpanningTreeWeight,

    /// <summary>The maximum flow between two nodes of a directed graph with capacities, by the algorithm of Edmonds and Karp.</summary>
    MaximumFlow,

    /// <summary>The number of strongly connected components of a directed graph, by Kosaraju's algorithm.</summary>
    StronglyConnectedComponents,

    /// <summary>The largest distance in edges between two nodes of a connected graph.</summary>
    Diameter,

    /// <summary>The neighbours of a node. Answer: <c>a, b, c</c> in the order of the nodes, or <c>none</c>.</summary>
    Neighbours,

    /// <summary>A path that visits every node once, in a graph of at most 9 nodes. Answer: <c>a -> b -> c</c>, or <c>none</c>.</summary>
    HamiltonianPath,

    /// <summary>The number of triangles.</summary>
    TriangleCount,

    /// <summary>Is there a walk that uses every edge exactly once? Answer: <c>yes</c> or <c>no</c>.</summary>
    EulerianPath,

    /// <summary>The edges whose removal disconnects their ends, by low-link numbers. Answer: <c>a-b, c-d</c>, ordered by node, or <c>none</c>.</summary>
    Bridges,
}
