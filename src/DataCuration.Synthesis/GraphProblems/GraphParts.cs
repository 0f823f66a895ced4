namespace DataCuration.Synthesis;

/// <summary>Tasks about the edges, paths and small parts of undirected graphs.</summary>
internal static class GraphParts
{
    public static string Neighbours(GraphInstance problem, GraphWork work)
    {
        int[] near = [.. problem.Graph.Near(problem.Source).Select(edge => edge.To)];
        foreach (GraphEdge edge in problem.Graph.Edges)
            if (edge.From == problem.Source || edge.To == problem.Source)
                work.Step($"{work[edge.From]}-{work[edge.To]} contains {work[problem.Source]}.", $"match {work[edge.From]}-{work[edge.To]}");
        work.Step($"So the degree of {work[problem.Source]} is {near.Length}.", $"degree({work[problem.Source]}) = {near.Length}");
        return near.Length == 0 ? GraphSolver.None : work.List(near);
    }

    /// <summary>Dynamic programming over sets of visited nodes (Held and Karp 1962). The path is the first one in the order of the nodes.</summary>
    public static string HamiltonianPath(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        // The most nodes that a path can still visit, by the set of visited nodes and the last of them.
        int[,] longest = new int[1 << graph.Nodes, graph.Nodes];
        for (int visited = (1 << graph.Nodes) - 1; visited > 0; visited--)
            for (int last = 0; last < graph.Nodes; last++)
                foreach ((int next, _) in graph.Near(last))
                    if ((visited & (1 << next)) == 0) longest[visited, last] = Math.Max(longest[visited, last], 1 + longest[visited | (1 << next), next]);
        for (int start = 0; start < graph.Nodes; start++)
        {
            int most = 1 + longest[1 << start, start];
            if (most < graph.Nodes)
            {
                work.Step($"A path from {work[start]} can visit at most {most} of {graph.Nodes}.", $"start {work[start]}: longest = {most}");
                continue;
            }
            var path = new List<int> { start };
            int visited = 1 << start;
            work.Step($"Start at {work[start]}.", $"start {work[start]}: longest = {most}");
            while (path.Count < graph.Nodes)
            {
                int last = path[^1];
                int next = graph.Near(last).Select(edge => edge.To)
                    .First(node => (visited & (1 << node)) == 0 && longest[visited | (1 << node), node] == graph.Nodes - path.Count - 1);
                visited |= 1 << next;
                path.Add(next);
                work.Step($"From {work[last]} to {work[next]}, because the others can still be visited from there.", $"path = [{work.List(path)}]");
            }
            return work.List(path, " -> ");
        }
        work.Step($"No start leads through all of them.", $"no path");
        return GraphSolver.None;
    }

    public static string TriangleCount(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int count = 0;
        for (int a = 0; a < graph.Nodes; a++)
        {
            foreach ((int b, _) in graph.Near(a))
            {
                if (b < a) continue;
                int[] common = [.. graph.Near(b).Select(edge => edge.To).Where(c => c > b && graph.Has(a, c))];
                count += common.Length;
                if (common.Length > 0) work.Step($"{work[a]} and {work[b]} are joined, and both are joined to {work.List(common)}.",
                    $"{work[a]}-{work[b]}: common = [{work.List(common)}]; count = {count}");
            }
        }
        work.Step($"Counting each triangle once gives {count}.", $"count = {count}");
        return GeneratedShards.Format(count);
    }

    /// <summary>Euler's condition: the edges are connected, and at most two nodes have an odd degree.</summary>
    public static string EulerianPath(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[] odd = [.. Enumerable.Range(0, graph.Nodes).Where(node => graph.Near(node).Count % 2 == 1)];
        work.Step($"The ones with an odd number of edges are: {(odd.Length == 0 ? "none of them" : work.List(odd))}.", $"odd = [{work.List(odd)}]");
        if (odd.Length > 2)
        {
            work.Step($"That is more than two, so there is no such walk.", $"count(odd) = {odd.Length} > 2");
            return GraphSolver.YesOrNo(false);
        }
        int[] used = [.. Enumerable.Range(0, graph.Nodes).Where(node => graph.Near(node).Count > 0)];
        var seen = new bool[graph.Nodes];
        Reach(graph, used[0], seen);
        bool isConnected = Array.TrueForAll(used, node => seen[node]);
        work.Step($"From {work[used[0]]} the edges lead to {(isConnected ? "all" : "not all")} of the ones that have edges.",
            $"connected = {(isConnected ? 1 : 0)}");
        return GraphSolver.YesOrNo(isConnected);
    }

    /// <summary>Low-link numbers: an edge of the search tree is a bridge if nothing below it leads back above it (Tarjan 1974).</summary>
    public static string Bridges(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[] entered = new int[graph.Nodes], low = new int[graph.Nodes];
        int time = 0;
        var bridges = new List<(int A, int B)>();
        for (int start = 0; start < graph.Nodes; start++)
            if (entered[start] == 0) Visit(start, -1);
        bridges.Sort();
        string answer = bridges.Count == 0 ? GraphSolver.None : string.Join(", ", bridges.Select(edge => $"{work[edge.A]}-{work[edge.B]}"));
        work.Step($"The number of bridges is {bridges.Count}.", $"bridges = [{answer}]");
        return answer;

        void Visit(int node, int parent)
        {
            entered[node] = low[node] = ++time;
            foreach ((int next, _) in graph.Near(node))
            {
                if (next == parent) continue;
                if (entered[next] != 0)
                {
                    low[node] = Math.Min(low[node], entered[next]);
                    continue;
                }
                Visit(next, node);
                low[node] = Math.Min(low[node], low[next]);
                if (low[next] > entered[node])
                {
                    bridges.Add(node < next ? (node, next) : (next, node));
                    work.Step($"Nothing reached through {work[next]} leads back to {work[node]} or before it, so {work[node]}-{work[next]} is a bridge.",
                        $"low({work[next]}) = {low[next]} > enter({work[node]}) = {entered[node]}: bridge");
                }
                else
                {
                    work.Step($"From {work[next]} there is another way back, so {work[node]}-{work[next]} is no bridge.",
                        $"low({work[next]}) = {low[next]} <= enter({work[node]}) = {entered[node]}");
                }
            }
        }
    }

    private static void Reach(Graph graph, int node, bool[] seen)
    {
        seen[node] = true;
        foreach ((int next, _) in graph.Near(node))
            if (!seen[next]) Reach(graph, next, seen);
    }
}
