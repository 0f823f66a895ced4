namespace DataCuration.Synthesis;

/// <summary>A simple graph: no loops, and at most one edge between two nodes in each direction.</summary>
internal sealed class Graph
{
    private readonly List<(int To, int Weight)>[] near;

    /// <summary>Creates a graph.</summary>
    public Graph(int nodes, bool isDirected, bool isWeighted, IReadOnlyList<GraphEdge> edges)
    {
        (Nodes, IsDirected, IsWeighted, Edges) = (nodes, isDirected, isWeighted, edges);
        near = [.. Enumerable.Range(0, nodes).Select(_ => new List<(int, int)>())];
        foreach (GraphEdge edge in edges)
        {
            near[edge.From].Add((edge.To, edge.Weight));
            if (!isDirected) near[edge.To].Add((edge.From, edge.Weight));
        }
        foreach (List<(int, int)> list in near) list.Sort();
    }

    /// <summary>The number of nodes.</summary>
    public int Nodes { get; }

    /// <summary>True if edges have a direction.</summary>
    public bool IsDirected { get; }

    /// <summary>True if edges have weights.</summary>
    public bool IsWeighted { get; }

    /// <summary>The edges, in the order of the text.</summary>
    public IReadOnlyList<GraphEdge> Edges { get; }

    /// <summary>The neighbours that an edge leads to from a node, in ascending order.</summary>
    public IReadOnlyList<(int To, int Weight)> Near(int node) => near[node];

    /// <summary>Returns true if an edge leads from one node to another.</summary>
    public bool Has(int from, int to) => near[from].Exists(edge => edge.To == to);

    /// <summary>Creates the graph with all edges reversed.</summary>
    public Graph Reverse() => new(Nodes, IsDirected, IsWeighted, [.. Edges.Select(edge => new GraphEdge(edge.To, edge.From, edge.Weight))]);
}
