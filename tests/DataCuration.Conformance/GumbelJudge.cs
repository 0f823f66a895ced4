using System.Text.Json;

namespace DataCuration.Conformance;

/// <summary>Checks NumPy's legacy generator.</summary>
internal static class GumbelJudge
{
    /// <summary>The allowed difference: the reference's logarithm is the C library's.</summary>
    private const double Tolerance = 1e-14;

    public static void Judge(string path, JudgeReport report)
    {
        string file = Path.GetFileName(path);
        foreach (JsonElement stream in VectorReading.Load(path).GetProperty("streams").EnumerateArray())
        {
            uint seed = stream.GetProperty("seed").GetUInt32();
            report.Case(file, $"seed {seed}", judge =>
            {
                var words = new NumPyLegacyRandom(seed);
                if (stream.Has("first_uint32", out JsonElement integers))
                    judge.Same("first_uint32", integers.Integers(), [.. integers.EnumerateArray().Select(_ => (long)words.NextUInt32())]);
                var doubles = new NumPyLegacyRandom(seed);
                if (stream.Has("first_double", out JsonElement numbers))
                    judge.Same("first_double", numbers.Doubles(), [.. numbers.EnumerateArray().Select(_ => doubles.NextDouble())]);
                var noise = new NumPyLegacyRandom(seed);
                if (stream.Has("gumbel", out JsonElement gumbel))
                    judge.Near("gumbel", gumbel.Doubles(), [.. gumbel.EnumerateArray().Select(_ => noise.NextGumbel())], Tolerance, 1);
            });
        }
    }
}
