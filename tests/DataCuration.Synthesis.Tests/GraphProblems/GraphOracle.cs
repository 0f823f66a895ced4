using System.Globalization;

namespace DataCuration.Synthesis.Tests;

/// <summary>Checks an answer by another algorithm than the solver's: closures, brute force over subsets, Floyd and Warshall, Prim, Hierholzer.</summary>
internal static class GraphOracle
{
    public static void Check(ParsedProblem problem)
    {
        bool isRight = problem.Task switch
        {
            GraphTask.Connectivity => YesNo(problem, Closure(problem)[problem.Asked[0], problem.Asked[1]]),
            GraphTask.ShortestPath => IsShortest(problem, weighted: false),
            GraphTask.WeightedShortestPath => IsShortest(problem, weighted: true),
            GraphTask.TopologicalSort => IsOrder(problem),
            GraphTask.CycleDetection => YesNo(problem, HasCycle(problem)),
            GraphTask.BipartiteCheck => YesNo(problem, Enumerable.Range(0, 1 << (problem.Count - 1)).Any(colours => Pairs(problem)
                .All(pair => ((colours >> pair.A) & 1) != ((colours >> pair.B) & 1)))),
            GraphTask.ComponentCount => Number(problem, CountClasses(problem)),
            GraphTask.SpanningTreeWeight => Number(problem, Prim(problem)),
            GraphTask.MaximumFlow => Number(problem, MinimumCut(problem)),
            GraphTask.StronglyConnectedComponents => Number(problem, CountClasses(problem)),
            GraphTask.Diameter => Number(problem, Distances(problem, weighted: false).Cast<int>().Max()),
            GraphTask.Neighbours => problem.Answer == Join(problem, Enumerable.Range(0, problem.Count).Where(node => problem.Has(problem.Asked[0], node))),
            GraphTask.HamiltonianPath => IsHamiltonian(problem),
            GraphTask.TriangleCount => Number(problem, Enumerable.Range(0, problem.Count).Sum(a => Pairs(problem)
                .Count(pair => problem.Has(a, pair.A) && problem.Has(a, pair.B))) / 3),
            GraphTask.EulerianPath => YesNo(problem, Hierholzer(problem)),
            GraphTask.Bridges => problem.Answer == Bridges(problem),
            _ => throw new InvalidOperationException($"There is no check of {problem.Task}."),
        };
        Assert.True(isRight, $"{problem.Task}: '{problem.Answer}' is wrong.");
    }

    private static bool YesNo(ParsedProblem problem, bool expected) => problem.Answer == (expected ? "yes" : "no");

    private static bool Number(ParsedProblem problem, int expected) => problem.Answer == expected.ToString(CultureInfo.InvariantCulture);

    private static string Join(ParsedProblem problem, IEnumerable<int> nodes) =>
        string.Join(", ", nodes.Select(node => problem.Names[node])) is { Length: > 0 } list ? list : "none";

    private static IEnumerable<(int A, int B)> Pairs(ParsedProblem problem) =>
        from a in Enumerable.Range(0, problem.Count) from b in Enumerable.Range(0, problem.Count) where a < b && problem.Has(a, b) select (a, b);

    private static bool[,] Closure(ParsedProblem problem)
    {
        var closure = new bool[problem.Count, problem.Count];
        for (int a = 0; a < problem.Count; a++)
            for (int b = 0; b < problem.Count; b++) closure[a, b] = a == b || problem.Has(a, b);
        for (int via = 0; via < problem.Count; via++)
            for (int a = 0; a < problem.Count; a++)
                for (int b = 0; b < problem.Count; b++) closure[a, b] |= closure[a, via] && closure[via, b];
        return closure;
    }

    private static int CountClasses(ParsedProblem problem)
    {
        bool[,] closure = Closure(problem);
        return Enumerable.Range(0, problem.Count).Select(a => Enumerable.Range(0, problem.Count).First(b => closure[a, b] && closure[b, a])).Distinct().Count();
    }

    private static bool HasCycle(ParsedProblem problem)
    {
        bool[,] closure = Closure(problem);
        return (from a in Enumerable.Range(0, problem.Count)
                from b in Enumerable.Range(0, problem.Count)
                where a != b && closure[a, b] && closure[b, a]
                select a).Any();
    }

    private static int[,] Distances(ParsedProblem problem, bool weighted)
    {
        const int Far = 1 << 28;
        var distances = new int[problem.Count, problem.Count];
        for (int a = 0; a < problem.Count; a++)
            for (int b = 0; b < problem.Count; b++) distances[a, b] = a == b ? 0 : !problem.Has(a, b) ? Far : weighted ? problem.Weights[a, b] : 1;
        for (int via = 0; via < problem.Count; via++)
            for (int a = 0; a < problem.Count; a++)
                for (int b = 0; b < problem.Count; b++) distances[a, b] = Math.Min(distances[a, b], distances[a, via] + distances[via, b]);
        return distances;
    }

    private static bool IsShortest(ParsedProblem problem, bool weighted)
    {
        (int source, int target) = (problem.Asked[0], problem.Asked[1]);
        int distance = Distances(problem, weighted)[source, target];
        if (problem.Answer == "none") return distance >= 1 << 28;
        int[] path = problem.Path(" -> ");
        if (path[0] != source || path[^1] != target) return false;
        int length = 0;
        for (int i = 1; i < path.Length; i++)
        {
            if (!problem.Has(path[i - 1], path[i])) return false;
            length += weighted ? problem.Weights[path[i - 1], path[i]] : 1;
        }
        return length == distance && (!weighted || problem.Answer.EndsWith($", weight {length}", StringComparison.Ordinal));
    }

    private static bool IsOrder(ParsedProblem problem)
    {
        if (problem.Answer == "none") return HasCycle(problem);
        int[] order = problem.Path(", ");
        return order.Order().SequenceEqual(Enumerable.Range(0, problem.Count))
            && Enumerable.Range(0, order.Length).All(i => Enumerable.Range(0, i).All(j => !problem.Has(order[i], order[j])));
    }

    private static int Prim(ParsedProblem problem)
    {
        var inside = new HashSet<int> { 0 };
        int total = 0;
        while (inside.Count < problem.Count)
        {
            (int weight, int node) = (from a in inside
                                      from b in Enumerable.Range(0, problem.Count)
                                      where !inside.Contains(b) && problem.Has(a, b)
                                      select (problem.Weights[a, b], b)).Min();
            inside.Add(node);
            total += weight;
        }
        return total;
    }

    /// <summary>The theorem of Ford and Fulkerson: the maximum flow is the minimum cut, here over all subsets.</summary>
    private static int MinimumCut(ParsedProblem problem)
    {
        (int source, int target) = (problem.Asked[0], problem.Asked[1]);
        int least = int.MaxValue;
        for (int set = 0; set < 1 << problem.Count; set++)
        {
            if (((set >> source) & 1) == 0 || ((set >> target) & 1) == 1) continue;
            int cut = 0;
            for (int a = 0; a < problem.Count; a++)
                for (int b = 0; b < problem.Count; b++)
                    if (((set >> a) & 1) == 1 && ((set >> b) & 1) == 0) cut += problem.Weights[a, b];
            least = Math.Min(least, cut);
        }
        return least;
    }

    private static bool IsHamiltonian(ParsedProblem problem)
    {
        if (problem.Answer == "none") return !Enumerable.Range(0, problem.Count).Any(start => Extend(problem, start, 1 << start));
        int[] path = problem.Path(" -> ");
        return path.Order().SequenceEqual(Enumerable.Range(0, problem.Count))
            && Enumerable.Range(1, path.Length - 1).All(i => problem.Has(path[i - 1], path[i]));
    }

    private static bool Extend(ParsedProblem problem, int last, int visited) => visited == (1 << problem.Count) - 1
        || Enumerable.Range(0, problem.Count)
            .Any(next => problem.Has(last, next) && ((visited >> next) & 1) == 0 && Extend(problem, next, visited | (1 << next)));

    /// <summary>Builds a walk and counts its edges: a walk through all edges exists if this one has all.</summary>
    private static bool Hierholzer(ParsedProblem problem)
    {
        var left = new bool[problem.Count, problem.Count];
        for (int a = 0; a < problem.Count; a++)
            for (int b = 0; b < problem.Count; b++) left[a, b] = problem.Has(a, b);
        int Degree(int node) => Enumerable.Range(0, problem.Count).Count(other => left[node, other]);
        int start = Enumerable.Range(0, problem.Count).OrderByDescending(node => Degree(node) % 2).ThenByDescending(Degree).First();
        var stack = new Stack<int>([start]);
        var walk = new List<int>();
        while (stack.TryPeek(out int node))
        {
            int next = Enumerable.Range(0, problem.Count).FirstOrDefault(other => left[node, other], -1);
            if (next < 0) walk.Add(stack.Pop());
            else
            {
                left[node, next] = left[next, node] = false;
                stack.Push(next);
            }
        }
        (int, int)[] steps = [.. Enumerable.Range(1, walk.Count - 1).Select(i => (Math.Min(walk[i - 1], walk[i]), Math.Max(walk[i - 1], walk[i])))];
        return steps.Length == problem.Edges && steps.Distinct().Count() == steps.Length && steps.All(step => problem.Has(step.Item1, step.Item2));
    }

    private static string Bridges(ParsedProblem problem)
    {
        var bridges = new List<string>();
        foreach ((int a, int b) in Pairs(problem).ToArray())
        {
            int weight = problem.Weights[a, b];
            problem.Weights[a, b] = problem.Weights[b, a] = 0;
            if (!Closure(problem)[a, b]) bridges.Add($"{problem.Names[a]}-{problem.Names[b]}");
            problem.Weights[a, b] = problem.Weights[b, a] = weight;
        }
        return bridges.Count == 0 ? "none" : string.Join(", ", bridges);
    }
}
