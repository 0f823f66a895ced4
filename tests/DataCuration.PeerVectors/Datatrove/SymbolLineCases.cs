using System.Text.Json;
using DataCuration.Filters;
using DataCuration.TestKit;

namespace DataCuration.PeerVectors;

/// <summary>The part of <c>datatrove_formatters</c> about lines of symbols.</summary>
public static class SymbolLineCases
{
    /// <summary>Compares all texts.</summary>
    public static void Judge(JsonElement root, VectorTally tally)
    {
        ArgumentNullException.ThrowIfNull(tally);
        foreach ((string name, SymbolLineRemover remover) in new[]
        {
            ("default", new SymbolLineRemover()), ("replace_newline", new SymbolLineRemover { Replacement = "\n" }),
            ("only_dashes", new SymbolLineRemover { Symbols = "-*" }),
        })
        {
            using var calls = new StageCalls(remover);
            foreach (JsonElement one in root.GetProperty("symbol_lines").EnumerateArray())
            {
                string text = one.GetProperty("text").GetString()!;
                if (!one.TryGetProperty(name, out JsonElement expected)) continue;
                string after = calls.Apply(text).Document?.Text ?? text;
                tally.Equal($"symbol lines {name}", expected.ValueKind == JsonValueKind.True ? text : expected.GetString(), after);
            }
        }
    }
}
