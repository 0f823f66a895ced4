namespace DataCuration.Synthesis;

/// <summary>Tasks about the order and the cycles of directed graphs.</summary>
internal static class GraphOrders
{
    /// <summary>Kahn's algorithm: take the first node that no remaining edge leads to.</summary>
    public static string TopologicalSort(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[] incoming = new int[graph.Nodes];
        foreach (GraphEdge edge in graph.Edges) incoming[edge.To]++;
        var free = new SortedSet<int>(Enumerable.Range(0, graph.Nodes).Where(node => incoming[node] == 0));
        var order = new List<int>();
        while (free.Count > 0)
        {
            int node = free.Min;
            free.Remove(node);
            order.Add(node);
            var freed = new List<int>();
            foreach ((int next, _) in graph.Near(node))
            {
                if (--incoming[next] > 0) continue;
                free.Add(next);
                freed.Add(next);
            }
            work.Step($"Nothing left leads to {work[node]}, so it is next. That frees {work.Found(freed)}.", $"take {work[node]}: free = [{work.List(free)}]");
        }
        if (order.Count < graph.Nodes)
        {
            int[] left = [.. Enumerable.Range(0, graph.Nodes).Except(order)];
            work.Step($"Something leads to each of {work.List(left)}, so there is a cycle.", $"left = [{work.List(left)}]");
            return GraphSolver.None;
        }
        work.Step($"All are in order.", $"order = [{work.List(order)}]");
        return work.List(order);
    }

    /// <summary>Depth-first search for an edge that leads back to a node on the current path.</summary>
    public static string CycleDetection(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[] states = new int[graph.Nodes]; // 0: new, 1: on the path, 2: done
        var path = new List<int>();
        for (int start = 0; start < graph.Nodes; start++)
            if (states[start] == 0 && Visit(start)) return GraphSolver.YesOrNo(true);
        work.Step($"Every one is finished without a way back, so there is no cycle.", $"no back edge");
        return GraphSolver.YesOrNo(false);

        bool Visit(int node)
        {
            states[node] = 1;
            path.Add(node);
            work.Step($"Follow the edges from {work[node]}.", $"enter {work[node]}: path = [{work.List(path)}]");
            foreach ((int next, _) in graph.Near(node))
            {
                if (states[next] == 1)
                {
                    work.Step($"{work[node]} leads back to {work[next]}: {work.List(path.Skip(path.IndexOf(next)).Append(next), " -> ")} is a cycle.",
                        $"back edge {work[node]} -> {work[next]}");
                    return true;
                }
                if (states[next] == 0 && Visit(next)) return true;
            }
            states[node] = 2;
            path.RemoveAt(path.Count - 1);
            work.Step($"{work[node]} is finished.", $"leave {work[node]}");
            return false;
        }
    }

    /// <summary>Kosaraju's algorithm: the order of finishing, then a search against the edges.</summary>
    public static string StronglyConnectedComponents(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph, reverse = graph.Reverse();
        var seen = new bool[graph.Nodes];
        var finished = new List<int>();
        for (int start = 0; start < graph.Nodes; start++)
            if (!seen[start]) Visit(graph, start, seen, finished);
        work.Step($"Depth-first search finishes in the order {work.List(finished)}.", $"finished = [{work.List(finished)}]");
        Array.Clear(seen);
        int count = 0;
        for (int i = finished.Count - 1; i >= 0; i--)
        {
            if (seen[finished[i]]) continue;
            var component = new List<int>();
            Visit(reverse, finished[i], seen, component);
            component.Sort();
            count++;
            work.Step($"Going against the edges from {work[finished[i]]} gives component {count}: {work.List(component)}.",
                $"component {count} = [{work.List(component)}]");
        }
        work.Step($"So the number of strongly connected components is {count}.", $"count = {count}");
        return GeneratedShards.Format(count);
    }

    private static void Visit(Graph graph, int node, bool[] seen, List<int> finished)
    {
        seen[node] = true;
        foreach ((int next, _) in graph.Near(node))
            if (!seen[next]) Visit(graph, next, seen, finished);
        finished.Add(node);
    }
}
