namespace DataCuration.Synthesis;

/// <summary>Tasks that breadth-first search solves (Cormen et al., Introduction to Algorithms, section 20.2).</summary>
internal static class GraphSearches
{
    public static string Connectivity(GraphInstance problem, GraphWork work)
    {
        bool isReached = Search(problem.Graph, problem.Source, problem.Target, work)[problem.Target] >= 0;
        work.Step($"{work[problem.Target]} {(isReached ? "was reached" : "was never reached")}.",
            $"reached({work[problem.Target]}) = {(isReached ? "1" : "0")}");
        return GraphSolver.YesOrNo(isReached);
    }

    public static string ShortestPath(GraphInstance problem, GraphWork work)
    {
        int[] previous = Search(problem.Graph, problem.Source, problem.Target, work);
        if (previous[problem.Target] < 0)
        {
            work.Step($"The search ends without reaching {work[problem.Target]}.", $"previous({work[problem.Target]}) is empty");
            return GraphSolver.None;
        }
        List<int> path = GraphSolver.PathTo(previous, problem.Target);
        work.Step($"Going back from {work[problem.Target]} step by step gives {work.List(path, " -> ")}, a path of length {path.Count - 1}.",
            $"path = [{work.List(path)}]");
        return work.List(path, " -> ");
    }

    public static string ComponentCount(GraphInstance problem, GraphWork work)
    {
        var seen = new bool[problem.Graph.Nodes];
        int count = 0;
        for (int node = 0; node < seen.Length; node++)
        {
            if (seen[node]) continue;
            List<int> component = Component(problem.Graph, node, seen);
            count++;
            work.Step($"Component {count} contains {work.List(component)}.", $"component {count} = [{work.List(component)}]");
        }
        work.Step($"No node is left, so the number of components is {count}.", $"count = {count}");
        return GeneratedShards.Format(count);
    }

    public static string BipartiteCheck(GraphInstance problem, GraphWork work)
    {
        Graph graph = problem.Graph;
        int[] colours = new int[graph.Nodes];
        for (int start = 0; start < graph.Nodes; start++)
        {
            if (colours[start] != 0) continue;
            colours[start] = 1;
            work.Step($"Give {work[start]} the colour red.", $"colour({work[start]}) = 1");
            var queue = new Queue<int>([start]);
            while (queue.TryDequeue(out int node))
            {
                var coloured = new List<int>();
                foreach ((int next, _) in graph.Near(node))
                {
                    if (colours[next] == colours[node])
                    {
                        work.Step($"{work[node]} and {work[next]} are joined and both {Colour(colours[node])}, so two colours are not enough.",
                            $"conflict: colour({work[node]}) = colour({work[next]}) = {colours[node]}");
                        return GraphSolver.YesOrNo(false);
                    }
                    if (colours[next] != 0) continue;
                    colours[next] = 3 - colours[node];
                    coloured.Add(next);
                    queue.Enqueue(next);
                }
                if (coloured.Count > 0) work.Step($"{work[node]} is {Colour(colours[node])}, so {work.List(coloured)} must be {Colour(3 - colours[node])}.",
                    $"from {work[node]}: colour({work.List(coloured)}) = {3 - colours[node]}");
            }
        }
        work.Step($"Every edge joins a red and a blue one.", $"no conflict");
        return GraphSolver.YesOrNo(true);

        static string Colour(int colour) => colour == 1 ? "red" : "blue";
    }

    public static string Diameter(GraphInstance problem, GraphWork work)
    {
        int diameter = 0;
        for (int start = 0; start < problem.Graph.Nodes; start++)
        {
            (int distance, int farthest) = Farthest(problem.Graph, start);
            diameter = Math.Max(diameter, distance);
            work.Step($"The farthest from {work[start]} is {work[farthest]}, at a distance of {distance}.",
                $"eccentricity({work[start]}) = {distance}, max = {diameter}");
        }
        work.Step($"The largest of these distances is {diameter}.", $"diameter = {diameter}");
        return GeneratedShards.Format(diameter);
    }

    /// <summary>Searches from a node until another one is found.</summary>
    /// <returns>The predecessor of each node; -1 for nodes that were not reached, the node itself for the start.</returns>
    private static int[] Search(Graph graph, int source, int target, GraphWork work)
    {
        int[] previous = new int[graph.Nodes];
        Array.Fill(previous, -1);
        previous[source] = source;
        var queue = new Queue<int>([source]);
        work.Step($"Start at {work[source]}.", $"queue = [{work[source]}]");
        while (previous[target] < 0 && queue.TryDequeue(out int node))
        {
            var found = new List<int>();
            foreach ((int next, _) in graph.Near(node))
            {
                if (previous[next] >= 0) continue;
                previous[next] = node;
                found.Add(next);
                queue.Enqueue(next);
            }
            work.Step($"From {work[node]} we reach {work.Found(found)}.", $"visit {work[node]}: queue = [{work.List(queue)}]");
        }
        return previous;
    }

    private static List<int> Component(Graph graph, int start, bool[] seen)
    {
        var component = new List<int> { start };
        seen[start] = true;
        for (int i = 0; i < component.Count; i++)
        {
            foreach ((int next, _) in graph.Near(component[i]))
            {
                if (seen[next]) continue;
                seen[next] = true;
                component.Add(next);
            }
        }
        return component;
    }

    private static (int Distance, int Node) Farthest(Graph graph, int start)
    {
        int[] distances = new int[graph.Nodes];
        Array.Fill(distances, -1);
        distances[start] = 0;
        var queue = new Queue<int>([start]);
        int last = start;
        while (queue.TryDequeue(out int node))
        {
            last = node;
            foreach ((int next, _) in graph.Near(node))
            {
                if (distances[next] >= 0) continue;
                distances[next] = distances[node] + 1;
                queue.Enqueue(next);
            }
        }
        return (distances[last], last);
    }
}
