using System.CommandLine;
using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>Joins random edges in memory with <see cref="UnionFind"/>, or in files with <see cref="ConnectedComponents"/>.</summary>
internal static class UnionFindCommand
{
    public static Command Create()
    {
        var edges = new Option<long>("--edges") { Description = "The number of edges.", DefaultValueFactory = _ => 50_000_000 };
        var ids = new Option<long>("--ids") { Description = "The number of ids that edges are drawn from.", DefaultValueFactory = _ => 50_000_000 };
        var external = new Option<bool>("--external") { Description = "Finds components by rounds over files instead." };
        var memory = new Option<int>("--memory-mb") { Description = "The memory of the external form.", DefaultValueFactory = _ => 256 };
        var command = new Command("union-find", "Finds the connected components of a random graph. Prints a line of JSON.") { edges, ids, external, memory };
        command.SetAction(parsed => Run(parsed.GetValue(edges), parsed.GetValue(ids), parsed.GetValue(external), parsed.GetValue(memory)));
        return command;
    }

    private static void Run(long edges, long ids, bool external, int memory)
    {
        long begin = Stopwatch.GetTimestamp();
        (long sets, ulong check, int rounds) = external ? Files(edges, ids, memory) : Memory(edges, ids);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "union-find",
            form = external ? "files" : "memory",
            edges,
            ids,
            memory_mb = external ? memory : (int?)null,
            rounds = external ? rounds : (int?)null,
            seconds = Math.Round(seconds, 2),
            cpu_seconds = Math.Round(process.TotalProcessorTime.TotalSeconds, 2),
            edges_per_second = Math.Round(edges / seconds),
            peak_mb = Math.Round(process.PeakWorkingSet64 / 1e6),
            joined_ids = sets,
            check = check.ToString("x16", System.Globalization.CultureInfo.InvariantCulture),
        }));
    }

    private static (long Joined, ulong Check, int Rounds) Memory(long edges, long ids)
    {
        using var sets = new UnionFind(ids);
        using var reader = new RandomEdges(edges, ids);
        while (reader.Read())
        {
            IdPair edge = reader.Get<IdPair>();
            sets.Union(edge.First, edge.Second);
        }
        // Over the ids that are not the smallest of their set: what both forms can count.
        long joined = 0;
        ulong check = 0;
        for (long id = 0; id < ids; id++)
        {
            long smallest = sets.Find(id);
            if (smallest == id) continue;
            joined++;
            check += Mix((ulong)id ^ Mix((ulong)smallest));
        }
        return (joined, check, 0);
    }

    private static (long Joined, ulong Check, int Rounds) Files(long edges, long ids, int memory)
    {
        string folder = Directory.CreateTempSubdirectory("union-find-").FullName;
        try
        {
            var search = new ConnectedComponents(folder) { MemoryBytes = memory * 1_000_000L };
            long joined = 0;
            ulong check = 0;
            using RecordReader reader = search.Find(() => new RandomEdges(edges, ids));
            while (reader.Read())
            {
                IdPair pair = reader.Get<IdPair>();
                if (pair.First == pair.Second) continue;
                joined++;
                check += Mix((ulong)pair.First ^ Mix((ulong)pair.Second));
            }
            return (joined, check, search.Rounds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }

    /// <summary>Random edges from a seed: the same each time.</summary>
    private sealed class RandomEdges(long edges, long ids) : RecordReader
    {
        private IdPair current;
        private ulong state = 1;
        private long read;

        public override ReadOnlySpan<byte> Record => MemoryMarshal.AsBytes(new ReadOnlySpan<IdPair>(in current));

        public override bool Read()
        {
            if (read++ >= edges) return false;
            ulong first = state = Mix(state), second = state = Mix(state);
            current = new((long)(first % (ulong)ids), (long)(second % (ulong)ids));
            return true;
        }
    }
}
