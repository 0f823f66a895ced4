using System.Globalization;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>The token counts of a response; null for each count that the server does not report, or not as a number that can be one.</summary>
internal readonly record struct WireUsage(long? Input, long? Output, long? CachedInput, long? Reasoning = null)
{
    /// <summary>An absurd count must not break a budget's sum.</summary>
    private const double MaxTokens = 1e9;

    /// <summary>Reads a usage object. Counts may be floats or texts, and have the names of several servers.</summary>
    public static WireUsage Read(JsonElement usage)
    {
        long? input = Count(usage, "prompt_tokens") ?? Count(usage, "input_tokens");
        long? output = Count(usage, "completion_tokens") ?? Count(usage, "output_tokens");
        long? reasoning = Count(Part(usage, "completion_tokens_details"), "reasoning_tokens")
            ?? Count(Part(usage, "output_tokens_details"), "reasoning_tokens") ?? Count(usage, "reasoning_tokens");
        if (Count(usage, "total_tokens") is { } total)
        {
            // Most servers count reasoning as a part of the output. The total shows the ones that count it beside the output.
            if (reasoning > 0 && input + output + reasoning == total) output += reasoning;
            // Two reported counts give the third one.
            if (output is null && input <= total) output = total - input;
            else if (input is null && output <= total) input = total - output;
        }
        long? cached = Count(Part(usage, "prompt_tokens_details"), "cached_tokens") ?? Count(Part(usage, "input_tokens_details"), "cached_tokens")
            ?? Count(usage, "prompt_cache_hit_tokens") ?? Count(usage, "cached_tokens");
        return new(input, output, cached, reasoning);
    }

    /// <summary>Returns the later of two reports, count by count: servers that report in every event send totals so far.</summary>
    public WireUsage With(WireUsage later) => new(Later(Input, later.Input), Later(Output, later.Output), Later(CachedInput, later.CachedInput),
        Later(Reasoning, later.Reasoning));

    private static long? Later(long? before, long? later) => later is null || (later == 0 && before > 0) ? before : later;

    private static JsonElement Part(JsonElement json, string name) => json.Part(name);

    private static long? Count(JsonElement json, string name)
    {
        JsonElement value = json.Part(name);
        double number = value.ValueKind switch
        {
            JsonValueKind.Number => value.TryGetDouble(out double given) ? given : double.NaN,
            JsonValueKind.String => double.TryParse(value.Text(), NumberStyles.Float, CultureInfo.InvariantCulture, out double given) ? given : double.NaN,
            _ => double.NaN,
        };
        return number is >= 0 and < MaxTokens ? (long)Math.Round(number) : null;
    }
}
