using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Python programs that print the answer. They break ties as <see cref="GraphSolver"/> does, so they print the same answer.</summary>
internal static class GraphPrograms
{
    /// <summary>Writes the program of a problem.</summary>
    public static string Write(GraphInstance problem, IReadOnlyList<string> names)
    {
        Graph graph = problem.Graph;
        var text = new StringBuilder();
        text.Append("nodes = [").AppendJoin(", ", names.Select(Quote)).Append("]\nedges = [");
        text.AppendJoin(", ", graph.Edges.Select(edge => graph.IsWeighted
            ? $"({Quote(names[edge.From])}, {Quote(names[edge.To])}, {GeneratedShards.Format(edge.Weight)})"
            : $"({Quote(names[edge.From])}, {Quote(names[edge.To])})"));
        text.Append("]\nplace = {v: i for i, v in enumerate(nodes)}\n");
        text.Append(graph.IsWeighted ? "near = {v: {} for v in nodes}\nfor a, b, w in edges:\n    near[a][b] = w\n"
            : "near = {v: set() for v in nodes}\nfor a, b in edges:\n    near[a].add(b)\n");
        if (!graph.IsDirected) text.Append(graph.IsWeighted ? "    near[b][a] = w\n" : "    near[b].add(a)\n");
        text.Append("\n\ndef after(v):\n    return sorted(near[v], key=place.get)\n\n\n");
        text.Append(Body(problem.Task).Replace("SOURCE", Quote(names[problem.Source]), StringComparison.Ordinal)
            .Replace("TARGET", Quote(names[problem.Target]), StringComparison.Ordinal));
        return text.ToString();
    }

    private static string Quote(string name) => $"\"{name}\"";

    private static string Body(GraphTask task) => task switch
    {
        GraphTask.Connectivity => """
            reached = [SOURCE]
            for v in reached:
                reached += [w for w in after(v) if w not in reached]
            print("yes" if TARGET in reached else "no")
            """,
        GraphTask.ShortestPath => """
            previous = {SOURCE: None}
            queue = [SOURCE]
            for v in queue:
                for w in after(v):
                    if w not in previous:
                        previous[w] = v
                        queue.append(w)
            path, v = [], TARGET if TARGET in previous else None
            while v is not None:
                path.insert(0, v)
                v = previous[v]
            print(" -> ".join(path) or "none")
            """,
        GraphTask.WeightedShortestPath => """
            import heapq

            distance, previous = {SOURCE: 0}, {SOURCE: None}
            heap, settled = [(0, place[SOURCE])], set()
            while heap:
                d, i = heapq.heappop(heap)
                v = nodes[i]
                if v in settled:
                    continue
                settled.add(v)
                for w in after(v):
                    if w not in distance or d + near[v][w] < distance[w]:
                        distance[w], previous[w] = d + near[v][w], v
                        heapq.heappush(heap, (distance[w], place[w]))
            path, v = [], TARGET if TARGET in previous else None
            while v is not None:
                path.insert(0, v)
                v = previous[v]
            total = distance.get(TARGET)
            print(f"{' -> '.join(path)}, weight {total}" if path else "none")
            """,
        GraphTask.TopologicalSort => """
            incoming = {v: sum(v in near[u] for u in nodes) for v in nodes}
            order = []
            while True:
                free = [v for v in nodes if v not in order and incoming[v] == 0]
                if not free:
                    break
                order.append(free[0])
                for w in near[free[0]]:
                    incoming[w] -= 1
            print(", ".join(order) if len(order) == len(nodes) else "none")
            """,
        GraphTask.CycleDetection => """
            def leads_back(v, path):
                return v in path or any(leads_back(w, path + [v]) for w in after(v) if w not in done) or done.add(v)


            done = set()
            print("yes" if any(leads_back(v, []) for v in nodes if v not in done) else "no")
            """,
        GraphTask.BipartiteCheck => """
            colour = {}
            for start in nodes:
                if start not in colour:
                    colour[start] = 0
                    queue = [start]
                    for v in queue:
                        for w in after(v):
                            if w not in colour:
                                colour[w] = 1 - colour[v]
                                queue.append(w)
            print("no" if any(colour[a] == colour[b] for a, b in edges) else "yes")
            """,
        GraphTask.ComponentCount => """
            seen, count = set(), 0
            for start in nodes:
                if start not in seen:
                    count += 1
                    queue = [start]
                    for v in queue:
                        seen.add(v)
                        queue += [w for w in after(v) if w not in seen and w not in queue]
            print(count)
            """,
        GraphTask.SpanningTreeWeight => """
            part = {v: v for v in nodes}
            total = 0
            for a, b, w in sorted(edges, key=lambda edge: edge[2]):
                if part[a] != part[b]:
                    total += w
                    old, new = part[b], part[a]
                    part = {v: new if p == old else p for v, p in part.items()}
            print(total)
            """,
        GraphTask.MaximumFlow => """
            residual = {(a, b): 0 for a in nodes for b in nodes}
            for a, b, w in edges:
                residual[a, b] = w
            flow = 0
            while True:
                previous, queue = {SOURCE: None}, [SOURCE]
                for v in queue:
                    for w in nodes:
                        if w not in previous and residual[v, w] > 0:
                            previous[w] = v
                            queue.append(w)
                if TARGET not in previous:
                    break
                path = [TARGET]
                while previous[path[0]] is not None:
                    path.insert(0, previous[path[0]])
                steps = list(zip(path, path[1:]))
                amount = min(residual[step] for step in steps)
                for a, b in steps:
                    residual[a, b] -= amount
                    residual[b, a] += amount
                flow += amount
            print(flow)
            """,
        GraphTask.StronglyConnectedComponents => """
            def reach(start):
                queue = [start]
                for v in queue:
                    queue += [w for w in after(v) if w not in queue]
                return set(queue)


            reached = {v: reach(v) for v in nodes}
            print(len({frozenset(w for w in reached[v] if v in reached[w]) for v in nodes}))
            """,
        GraphTask.Diameter => """
            def farthest(start):
                distance, queue = {start: 0}, [start]
                for v in queue:
                    for w in after(v):
                        if w not in distance:
                            distance[w] = distance[v] + 1
                            queue.append(w)
                return max(distance.values())


            print(max(farthest(v) for v in nodes))
            """,
        GraphTask.Neighbours => """
            print(", ".join(after(SOURCE)) or "none")
            """,
        GraphTask.HamiltonianPath => """
            def extend(path):
                if len(path) == len(nodes):
                    return path
                return next((full for w in after(path[-1]) if w not in path and (full := extend(path + [w]))), None)


            print(next((" -> ".join(path) for v in nodes if (path := extend([v]))), "none"))
            """,
        GraphTask.TriangleCount => """
            from itertools import combinations

            print(sum(b in near[a] and c in near[a] and c in near[b] for a, b, c in combinations(nodes, 3)))
            """,
        GraphTask.EulerianPath => """
            odd = [v for v in nodes if len(near[v]) % 2]
            reached = [edges[0][0]]
            for v in reached:
                reached += [w for w in after(v) if w not in reached]
            print("yes" if len(odd) <= 2 and all(v in reached for v in nodes if near[v]) else "no")
            """,
        GraphTask.Bridges => """
            def is_bridge(a, b):
                reached = [a]
                for v in reached:
                    reached += [w for w in after(v) if w not in reached and {v, w} != {a, b}]
                return b not in reached


            bridges = [(a, b) for a in nodes for b in after(a) if place[a] < place[b] and is_bridge(a, b)]
            print(", ".join(f"{a}-{b}" for a, b in bridges) or "none")
            """,
        _ => throw new ArgumentOutOfRangeException(nameof(task), task, "There is no such task."),
    };
}
