using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>The number and cost of calls, by task and model.</summary>
/// <param name="Lines">One line for each task and model, in ordinal order.</param>
/// <param name="SpentTokens">The tokens that count against the budget, including earlier runs on the ledger.</param>
/// <param name="SpentCost">The cost that counts against the budget.</param>
public sealed record UsageReport(ImmutableArray<UsageLine> Lines, long SpentTokens, decimal SpentCost)
{
    /// <summary>Returns the report as a table.</summary>
    public override string ToString()
    {
        string[][] rows =
        [
            ["task", "model", "calls", "cached", "requests", "retried", "repairs", "failed", "tokens in", "tokens out", "cost", "p50 s", "p90 s", "p99 s"],
            .. Lines.Select(line => (string[])
            [
                line.Task, line.Model, Number(line.Calls), Number(line.Cached), Number(line.Requests), Number(line.Retried),
                Number(line.Repairs), Number(line.Failed.Values.Sum()),
                Number(line.InputTokens), Number(line.OutputTokens), line.Cost.ToString("0.0000", CultureInfo.InvariantCulture), Seconds(line.LatencyP50),
                Seconds(line.LatencyP90), Seconds(line.LatencyP99),
            ]),
        ];
        int[] widths = [.. rows[0].Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder();
        foreach (string[] row in rows)
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column < 2 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column])))
                .TrimEnd());
        foreach (UsageLine line in Lines)
        {
            if (line.Failed.Count > 0)
                text.AppendLine($"{line.Task}, failed: {string.Join(", ", line.Failed.Select(pair => $"{pair.Key} {Number(pair.Value)}"))}");
            if (line.CachedInputTokens > 0) text.AppendLine($"{line.Task}: {Number(line.CachedInputTokens)} of the tokens in came from the server's cache");
            if (line.UncertainTokens > 0)
                text.AppendLine($"{line.Task}: about {Number(line.UncertainTokens)} tokens of lost answers and their prompts, which may have been charged");
        }
        text.Append(CultureInfo.InvariantCulture, $"spent in all: {Number(SpentTokens)} tokens, {SpentCost:0.0000} in money");
        return text.ToString();

        static string Number(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
        static string Seconds(double value) => value.ToString("0.000", CultureInfo.InvariantCulture);
    }

    /// <summary>Returns the report as JSON.</summary>
    public string ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("spent_tokens", SpentTokens);
            json.WriteNumber("spent_cost", SpentCost);
            json.WriteStartArray("lines");
            foreach (UsageLine line in Lines) Write(json, line);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(Utf8JsonWriter json, UsageLine line)
    {
        json.WriteStartObject();
        json.WriteString("task", line.Task);
        json.WriteString("model", line.Model);
        json.WriteNumber("calls", line.Calls);
        json.WriteNumber("cached", line.Cached);
        json.WriteNumber("requests", line.Requests);
        json.WriteNumber("retried", line.Retried);
        json.WriteNumber("repairs", line.Repairs);
        json.WriteStartObject("failed");
        foreach ((string kind, long count) in line.Failed) json.WriteNumber(kind, count);
        json.WriteEndObject();
        json.WriteNumber("input_tokens", line.InputTokens);
        json.WriteNumber("output_tokens", line.OutputTokens);
        json.WriteNumber("cached_input_tokens", line.CachedInputTokens);
        json.WriteNumber("uncertain_tokens", line.UncertainTokens);
        json.WriteNumber("cost", line.Cost);
        json.WriteNumber("latency_p50", line.LatencyP50);
        json.WriteNumber("latency_p90", line.LatencyP90);
        json.WriteNumber("latency_p99", line.LatencyP99);
        json.WriteEndObject();
    }
}
