namespace DataCuration.Synthesis;

/// <summary>Tasks on graphs with weights or capacities.</summary>
internal static class GraphWeights
{
    /// <summary>Dijkstra's algorithm.</summary>
    public static string ShortestPath(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[] distances = new int[graph.Nodes], previous = new int[graph.Nodes];
        bool[] settled = new bool[graph.Nodes];
        Array.Fill(distances, int.MaxValue);
        distances[problem.Source] = 0;
        previous[problem.Source] = problem.Source;
        while (true)
        {
            int node = -1;
            for (int i = 0; i < graph.Nodes; i++)
                if (!settled[i] && distances[i] < int.MaxValue && (node < 0 || distances[i] < distances[node])) node = i;
            if (node < 0)
            {
                work.Step($"No other one can be reached, and {work[problem.Target]} was not among them.", $"distance({work[problem.Target]}) is unknown");
                return GraphSolver.None;
            }
            settled[node] = true;
            if (node == problem.Target) break;
            var improved = new List<int>();
            foreach ((int next, int weight) in graph.Near(node))
            {
                if (distances[node] + weight >= distances[next]) continue;
                distances[next] = distances[node] + weight;
                previous[next] = node;
                improved.Add(next);
            }
            work.Step($"The closest one left is {work[node]}, at {distances[node]}. This gives {Distances(improved)}.",
                $"settle {work[node]} = {distances[node]}; {Distances(improved)}");
        }
        List<int> path = GraphSolver.PathTo(previous, problem.Target);
        work.Step($"{work[problem.Target]} is reached at {distances[problem.Target]} by {work.List(path, " -> ")}.",
            $"settle {work[problem.Target]} = {distances[problem.Target]}; path = [{work.List(path)}]");
        return $"{work.List(path, " -> ")}, weight {GeneratedShards.Format(distances[problem.Target])}";

        string Distances(List<int> nodes) => nodes.Count == 0 ? "no shorter way"
            : string.Join(", ", nodes.Select(node => $"{work[node]} = {GeneratedShards.Format(distances[node])}"));
    }

    /// <summary>Kruskal's algorithm.</summary>
    public static string SpanningTree(GraphInstance problem, GraphWork work)
    {
        int[] part = [.. Enumerable.Range(0, problem.Graph.Nodes)];
        int total = 0;
        foreach (GraphEdge edge in problem.Graph.Edges
            .OrderBy(edge => edge.Weight).ThenBy(edge => Math.Min(edge.From, edge.To)).ThenBy(edge => Math.Max(edge.From, edge.To)))
        {
            (int a, int b) = (Math.Min(edge.From, edge.To), Math.Max(edge.From, edge.To));
            if (part[a] == part[b])
            {
                work.Step($"{work[a]}-{work[b]} ({edge.Weight}) would close a cycle.", $"skip {work[a]}-{work[b]} {edge.Weight}");
                continue;
            }
            total += edge.Weight;
            int merged = part[b], into = part[a];
            for (int i = 0; i < part.Length; i++)
                if (part[i] == merged) part[i] = into;
            work.Step($"Take {work[a]}-{work[b]} ({edge.Weight}). The total is {total}.", $"take {work[a]}-{work[b]} {edge.Weight}; total = {total}");
        }
        work.Step($"All are connected, and the tree weighs {total}.", $"total = {total}");
        return GeneratedShards.Format(total);
    }

    /// <summary>The algorithm of Edmonds and Karp: augment along shortest paths of the residual graph.</summary>
    public static string MaximumFlow(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[,] residual = new int[graph.Nodes, graph.Nodes];
        foreach (GraphEdge edge in graph.Edges) residual[edge.From, edge.To] = edge.Weight;
        int flow = 0;
        while (true)
        {
            int[] previous = new int[graph.Nodes];
            Array.Fill(previous, -1);
            previous[problem.Source] = problem.Source;
            var queue = new Queue<int>([problem.Source]);
            while (previous[problem.Target] < 0 && queue.TryDequeue(out int node))
            {
                for (int next = 0; next < graph.Nodes; next++)
                {
                    if (previous[next] >= 0 || residual[node, next] == 0) continue;
                    previous[next] = node;
                    queue.Enqueue(next);
                }
            }
            if (previous[problem.Target] < 0) break;
            List<int> path = GraphSolver.PathTo(previous, problem.Target);
            int amount = Enumerable.Range(1, path.Count - 1).Min(i => residual[path[i - 1], path[i]]);
            for (int i = 1; i < path.Count; i++)
            {
                residual[path[i - 1], path[i]] -= amount;
                residual[path[i], path[i - 1]] += amount;
            }
            flow += amount;
            work.Step($"Along {work.List(path, " -> ")} we can send {amount} more. The flow is {flow}.",
                $"augment [{work.List(path)}] by {amount}; flow = {flow}");
        }
        work.Step($"There is no other way from {work[problem.Source]} to {work[problem.Target]} with capacity left, so the flow is {flow}.",
            $"no augmenting path; flow = {flow}");
        return GeneratedShards.Format(flow);
    }
}
