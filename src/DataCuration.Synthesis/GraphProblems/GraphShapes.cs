namespace DataCuration.Synthesis;

/// <summary>
/// Draws graphs. Where a uniformly random graph would nearly always have the same answer, a coin chooses the shape, so that both answers are frequent. The
/// answer itself always comes from the solver.
/// </summary>
internal static class GraphShapes
{
    /// <summary>The most nodes of a Hamiltonian path problem: its solver looks at all sets of nodes.</summary>
    public const int MaxHamiltonianNodes = 9;

    /// <summary>Draws an instance of a task.</summary>
    public static GraphInstance Draw(GraphTask task, int nodes, double density, int maxWeight, ref SeededRandom random)
    {
        bool isDirected = task is GraphTask.TopologicalSort or GraphTask.CycleDetection or GraphTask.MaximumFlow or GraphTask.StronglyConnectedComponents;
        bool isWeighted = task is GraphTask.WeightedShortestPath or GraphTask.SpanningTreeWeight or GraphTask.MaximumFlow;
        bool coin = random.NextInt64(2) == 0;
        int[] order = Shuffle(nodes, ref random);
        var pairs = new HashSet<(int From, int To)>();
        switch (task)
        {
            case GraphTask.SpanningTreeWeight or GraphTask.Diameter or GraphTask.Bridges:
                AddTree(pairs, order, ref random);
                break;
            case GraphTask.HamiltonianPath when coin:
                for (int i = 1; i < nodes; i++) pairs.Add(Ordered(order[i - 1], order[i]));
                break;
            case GraphTask.EulerianPath when coin:
                AddTrail(pairs, nodes, density, ref random);
                break;
            default:
                break;
        }
        if (task != GraphTask.EulerianPath || !coin)
        {
            // Half of the bridge problems are sparse: a tree with few more edges has bridges.
            double probability = task == GraphTask.Bridges && coin ? density / 4 : density;
            bool isAcyclic = coin && task is GraphTask.CycleDetection || task == GraphTask.TopologicalSort && (coin || random.NextInt64(2) == 0);
            bool isTwoParted = coin && task is GraphTask.BipartiteCheck or GraphTask.Connectivity && coin;
            bool joinsParts = task == GraphTask.BipartiteCheck;
            for (int i = 0; i < nodes; i++)
            {
                for (int j = 0; j < nodes; j++)
                {
                    if (i == j || (!isDirected || isAcyclic) && i > j) continue;
                    // The parts are those of even and odd places in the random order.
                    if (isTwoParted && ((i & 1) != (j & 1)) != joinsParts) continue;
                    if (random.NextDouble() < probability) pairs.Add(isDirected ? (order[i], order[j]) : Ordered(order[i], order[j]));
                }
            }
        }
        if (pairs.Count == 0) pairs.Add(isDirected ? (order[0], order[1]) : Ordered(order[0], order[1]));
        var graph = new Graph(nodes, isDirected, isWeighted, List(pairs, isDirected, isWeighted ? maxWeight : 1, ref random));
        int source = (int)random.NextInt64(nodes);
        int target = (int)random.NextInt64(nodes - 1);
        return new GraphInstance(task, graph, source, target < source ? target : target + 1);
    }

    private static GraphEdge[] List(HashSet<(int From, int To)> pairs, bool isDirected, int maxWeight, ref SeededRandom random)
    {
        // The order of a hash set is not part of its contract.
        (int From, int To)[] sorted = [.. pairs.Order()];
        var edges = new GraphEdge[sorted.Length];
        int[] order = Shuffle(sorted.Length, ref random);
        for (int i = 0; i < edges.Length; i++)
        {
            (int from, int to) = sorted[order[i]];
            if (!isDirected && random.NextInt64(2) == 0) (from, to) = (to, from);
            edges[i] = new GraphEdge(from, to, 1 + (int)random.NextInt64(maxWeight));
        }
        return edges;
    }

    private static void AddTree(HashSet<(int, int)> pairs, int[] order, ref SeededRandom random)
    {
        for (int i = 1; i < order.Length; i++) pairs.Add(Ordered(order[i], order[random.NextInt64(i)]));
    }

    /// <summary>Adds the edges of a random walk that never uses an edge twice.</summary>
    private static void AddTrail(HashSet<(int, int)> pairs, int nodes, double density, ref SeededRandom random)
    {
        int at = (int)random.NextInt64(nodes);
        for (int left = (int)(density * nodes * (nodes - 1) / 2); left > 0; left--)
        {
            var free = new List<int>();
            for (int next = 0; next < nodes; next++)
                if (next != at && !pairs.Contains(Ordered(at, next))) free.Add(next);
            if (free.Count == 0) return;
            int chosen = free[(int)random.NextInt64(free.Count)];
            pairs.Add(Ordered(at, chosen));
            at = chosen;
        }
    }

    private static (int, int) Ordered(int a, int b) => a < b ? (a, b) : (b, a);

    private static int[] Shuffle(int count, ref SeededRandom random)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (int i = count - 1; i > 0; i--)
        {
            int other = (int)random.NextInt64(i + 1);
            (order[i], order[other]) = (order[other], order[i]);
        }
        return order;
    }
}
