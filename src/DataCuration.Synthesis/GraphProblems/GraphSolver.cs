namespace DataCuration.Synthesis;

/// <summary>Solves instances. Ties are broken by the order of the nodes, so that each instance has one answer here.</summary>
internal static class GraphSolver
{
    /// <summary>The answer where there is no such path, order or edge.</summary>
    public const string None = "none";

    /// <summary>Solves an instance and writes the steps.</summary>
    /// <returns>The answer, in the form that <see cref="GraphTask"/> describes.</returns>
    public static string Solve(GraphInstance problem, GraphWork work) => problem.Task switch
    {
        GraphTask.Connectivity => GraphSearches.Connectivity(problem, work),
        GraphTask.ShortestPath => GraphSearches.ShortestPath(problem, work),
        GraphTask.WeightedShortestPath => GraphWeights.ShortestPath(problem, work),
        GraphTask.TopologicalSort => GraphOrders.TopologicalSort(problem, work),
        GraphTask.CycleDetection => GraphOrders.CycleDetection(problem, work),
        GraphTask.BipartiteCheck => GraphSearches.BipartiteCheck(problem, work),
        GraphTask.ComponentCount => GraphSearches.ComponentCount(problem, work),
        GraphTask.SpanningTreeWeight => GraphWeights.SpanningTree(problem, work),
        GraphTask.MaximumFlow => GraphWeights.MaximumFlow(problem, work),
        GraphTask.StronglyConnectedComponents => GraphOrders.StronglyConnectedComponents(problem, work),
        GraphTask.Diameter => GraphSearches.Diameter(problem, work),
        GraphTask.Neighbours => GraphParts.Neighbours(problem, work),
        GraphTask.HamiltonianPath => GraphParts.HamiltonianPath(problem, work),
        GraphTask.TriangleCount => GraphParts.TriangleCount(problem, work),
        GraphTask.EulerianPath => GraphParts.EulerianPath(problem, work),
        GraphTask.Bridges => GraphParts.Bridges(problem, work),
        _ => throw new ArgumentOutOfRangeException(nameof(problem), problem.Task, "There is no such task."),
    };

    /// <summary>Formats an answer to a yes-or-no question.</summary>
    public static string YesOrNo(bool answer) => answer ? "yes" : "no";

    /// <summary>Follows predecessors back from the end of a path.</summary>
    /// <param name="previous">The predecessor of each node; that of the first node is itself.</param>
    /// <param name="target">The last node.</param>
    public static List<int> PathTo(int[] previous, int target)
    {
        var path = new List<int> { target };
        while (previous[path[^1]] != path[^1]) path.Add(previous[path[^1]]);
        path.Reverse();
        return path;
    }
}
